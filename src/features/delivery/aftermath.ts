import type { Change } from "#platform/change.ts";
import type { ClaimedDelivery, DeliveryPart, StoredMessage } from "./delivery.ts";
import type { TransportReport } from "./transport.ts";

/** An attempt that is about to be recorded. */
export interface EndedAttempt {
  readonly claim: ClaimedDelivery;
  /** Where it has been read for the attempt. */
  readonly message: StoredMessage | undefined;
  readonly at: number;
  /** Where its recipients stand now, in lots of one state each. */
  readonly parts: readonly DeliveryPart[];
  readonly report: TransportReport;
}

/** What follows from an attempt, such as events and suppression: written in one commit with it. */
export type Aftermath = (ended: EndedAttempt) => Promise<readonly Change[]>;

/** Thrown by a guard of what follows: it follows from something else already, which came meanwhile, and is to be worked out anew. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/** For messages that nobody is told about. */
export const noAftermath: Aftermath = async () => [];
