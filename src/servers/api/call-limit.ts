import type { Owner } from "#platform/owner.ts";
import type { Caller } from "./auth/caller.ts";
import { sendingCalls } from "./sending-calls.ts";
import type { Operation } from "./wire/index.ts";

/** Throws `too-many-requests` once an account has called too often. */
export interface CallLimit {
  admit(owner: Owner): Promise<void>;
}

/**
 * Programs are counted, whichever call of SES's or ours they make; people who look at the console do not take what those may call. The rate
 * of calls that send is counted by recipients, as SES has it.
 */
export function isCounted({ by }: Caller, operation?: Operation): boolean {
  return by.kind !== "session" && !(operation !== undefined && sendingCalls.has(operation.name));
}
