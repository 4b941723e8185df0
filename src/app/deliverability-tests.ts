import { DeliverabilityTestStore, DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import type { Sending } from "#features/sending/index.ts";
import type { Features } from "./features.ts";
import type { Ground } from "./ground.ts";

/** What speaks IMAP is loaded once there is something to look for. */
export function buildDeliverabilityTests(
  { config, database, surroundings }: Ground,
  features: Pick<Features, "tags" | "deliveries"> & { readonly sending: Sending },
): DeliverabilityTests {
  return new DeliverabilityTests({
    ...surroundings,
    ...features,
    store: new DeliverabilityTestStore(database),
    mailboxes: config.seedMailboxes,
    findMessage: async (place, messageId, when) => {
      const { findMessage } = await import("#protocols/imap/find-message.ts");
      return await findMessage(place, messageId, when);
    },
  });
}
