import { dayMs } from "#platform/clock.ts";
import { type DkimKey, hasKey } from "./key.ts";

/** A key signs this long, unless the operator says otherwise. */
export const usualRotationMs = 180 * dayMs;

/** Signatures are looked up while mail is under way (SES retries for 14 hours) and by the last slow reader. */
export const retireAfterMs = 7 * dayMs;

export type RotationStep =
  | { readonly step: "none" }
  /** Make a key behind this selector: it will be published, seen, and only then sign. */
  | { readonly step: "make"; readonly key: DkimKey }
  /** Withdraw a key that has long stopped signing. */
  | { readonly step: "withdraw"; readonly key: DkimKey };

/**
 * What a domain's three selectors need now. A key moves pending → active → retiring → retired; the step from pending to
 * active is not taken here but by the check that saw the public half through the customer's CNAME.
 */
export function nextRotationStep(
  keys: readonly DkimKey[],
  wanted: {
    readonly now: number;
    readonly bits: number;
    readonly atOnce: boolean;
    readonly rotateAfterMs: number;
  },
): RotationStep {
  const spent = keys.find(
    ({ state }) => state.stage === "retiring" && wanted.now - state.since >= retireAfterMs,
  );
  if (spent !== undefined) return { step: "withdraw", key: spent };
  if (keys.some(({ state }) => state.stage === "pending")) return { step: "none" };
  const active = keys.find((key) => key.state.stage === "active");
  if (active === undefined || !hasKey(active)) return { step: "none" };
  const due = wanted.now - active.state.since >= wanted.rotateAfterMs || active.state.bits !== wanted.bits;
  if (!due && !wanted.atOnce) return { step: "none" };
  const next = keys.find(({ position }) => position === (active.position + 1) % keys.length);
  return next === undefined || hasKey(next) ? { step: "none" } : { step: "make", key: next };
}
