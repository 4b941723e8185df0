import type { Expectation } from "./expectation.ts";
import type { Judgement } from "./judge.ts";
import type { KeyBehind } from "./key-behind.ts";

/**
 * An alias is worth what it leads to, for receivers see only that: the customer's own key (`dkim-txt`), or our name (`dkim-cname`). Undefined
 * where nothing was learnt: the servers that would have the customer's key do not answer. One that is not seen to lead to our name is wrong.
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
