import type { ConfigurationSet } from "#features/configuration-sets/index.ts";
import type { DeliveryRules, NewMessage } from "#features/delivery/index.ts";
import type { Change } from "#platform/change.ts";
import type { Audience } from "./audience.ts";
import type { Charge, RaisedEvent, Tracked, TrackedMessage } from "./collaborators.ts";
import type { Letter } from "./letter.ts";
import type { SendRequest } from "./send-request.ts";
import type { Sender } from "./senders.ts";

/** A letter on its way through the pipeline. */
export interface Draft {
  readonly id: string;
  readonly now: number;
  readonly request: SendRequest;
  readonly letter: Letter;
  readonly sender: Sender;
  readonly set: ConfigurationSet | undefined;
  readonly rules: DeliveryRules;
  readonly audience: Audience;
  /** What it takes of the memory for all. */
  readonly room: DisposableStack;
}

/** What is to be on disk, in one write, before anybody is told. */
export interface Prepared {
  readonly message: NewMessage;
  /** Its events, the contacts it made, and what it costs. */
  readonly alongside: readonly Change[];
  readonly charge: Charge;
  readonly sentAt: number;
}

/** A message as it is sent; none where the template's data does not do. */
export interface Written {
  readonly content: Uint8Array;
  readonly tracked: Tracked;
  readonly failure?: RaisedEvent;
  /** It has a virus. */
  readonly rejection?: readonly RaisedEvent[] | undefined;
}

/** As tracking names it; undefined where there is no configuration set to track for. */
export function trackedMessage({ id, now, request, set }: Draft): TrackedMessage | undefined {
  return set && { owner: request.caller.owner, messageId: id, set, sentAt: now, overrides: request.tracking };
}
