import type { Expectation } from "./expectation.ts";
import type { Judgement } from "./judge.ts";
import type { KeyBehind } from "./key-behind.ts";

/**
 * An alias is as good as what it leads to: receivers see only that. Where the key itself is due and cannot be seen, nothing was learnt; an
 * alias that is not ours, and is not seen to lead to us, is not what was asked for.
 */
export function settle(
  judgement: Judgement,
  expectation: Expectation,
  behind: KeyBehind | undefined,
): Judgement | undefined {
  if (judgement.kind !== "alias" || behind === undefined) return judgement;
  // Another server's alias leads somewhere else.
  if (judgement.target !== behind.names[0]) return { kind: "wrong" };
  if (expectation.kind !== "dkim-txt") return { kind: leadsToUs(expectation, behind) ? "right" : "wrong" };
  if (behind.finding.kind === "unreachable") return undefined;
  return { kind: behind.finding.kind === "matches" ? "right" : "wrong" };
}

/** Whether the name of ours that is due is on the way: then it leads to every key that we shall have there, too. */
export function leadsToUs(expectation: Expectation, behind: KeyBehind | undefined): boolean {
  return (
    expectation.kind === "dkim-cname" && behind !== undefined && behind.names.includes(expectation.target)
  );
}
