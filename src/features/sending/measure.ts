import { isSimulated } from "#features/delivery/index.ts";
import type { Measure } from "#features/events/index.ts";
import { mailboxProviderOf } from "#features/mailbox-providers/index.ts";
import type { Tracked } from "./collaborators.ts";
import type { Letter } from "./letter.ts";
import type { SendRequest } from "./send-request.ts";
import type { Sender } from "./senders.ts";

/** SES's metrics leave out messages to several, to the simulator, and those that another account permits. */
export function measureOf(
  letter: Letter,
  { request, sender, tracked }: { request: SendRequest; sender: Sender; tracked: Tracked },
): Measure | undefined {
  const [recipient = "", ...others] = letter.recipients;
  const { owner, name } = sender.identity;
  const isLent = owner.account !== request.caller.owner.account;
  if (recipient === "" || others.length > 0 || isLent || isSimulated(recipient)) return undefined;
  return {
    identity: name,
    provider: mailboxProviderOf(recipient),
    tenant: letter.tenant,
    hasPicture: tracked.opens,
    hasLinks: tracked.clicks,
  };
}
