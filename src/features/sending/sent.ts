import type { Change } from "#platform/change.ts";
import type { Charge } from "./collaborators.ts";
import type { Written } from "./draft.ts";

export interface Sent {
  readonly messageId: string;
  readonly sentAt: number;
}

/** What is to be written for a message to be sent, by who writes something else with it and then has it counted. */
export interface UnwrittenSent extends Sent, Pick<Charge, "count">, Pick<Written, "content"> {
  readonly changes: readonly Change[];
}
