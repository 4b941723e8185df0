import type { Look, Sight } from "./ask-zone.ts";
import { askZone, look } from "./ask-zone.ts";
import { gatherClues, noClues } from "./clues.ts";
import type { Evidence } from "./evidence.ts";
import type { Expectation } from "./expectation.ts";
import { expectedType } from "./expectation.ts";
import type { Judgement, Ruling } from "./judge.ts";
import { aliasAt, judge, repliesOf, rule } from "./judge.ts";
import type { KeyBehind, SigningZone } from "./key-behind.ts";
import { lookBehind } from "./key-behind.ts";
import { adviseOnSpf } from "./spf.ts";
import { writeEvidence } from "./write-evidence.ts";
import type { ZoneFinder } from "./zone-finder.ts";

export interface Surroundings {
  readonly finder: ZoneFinder;
  readonly signingZone: SigningZone | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Looks for one record where it is due, follows it to its key, and finds out what is the matter if it is not as it should be. */
export async function inspectOne(expectation: Expectation, surroundings: Surroundings): Promise<Evidence> {
  const { finder, now } = surroundings;
  const seen = await look(finder, { name: expectation.name, type: expectedType(expectation) });
  const behind = seen.kind === "seen" ? await follow(expectation, seen, surroundings) : undefined;
  const ruling = ruleOn(expectation, seen, behind);
  const unexplained = seen.kind === "seen" && (ruling.verdict === "absent" || ruling.verdict === "wrong");
  const clues = unexplained ? await gatherClues(expectation, seen, finder.walk) : noClues;
  const spf =
    expectation.kind === "mail-from" && seen.kind === "seen" && ruling.verdict !== "unreachable"
      ? adviseOnSpf(
          expectation,
          await askZone(finder.walk, seen.zone, { name: expectation.name, type: "TXT" }),
        )
      : undefined;
  const situation = { expectation, verdict: ruling.verdict, look: seen, clues, behind };
  return writeEvidence(situation, ruling, { at: now, path: finder.walk.path, spf });
}

/** Goes where the CNAME leads: always for BYODKIM, where one may stand; for Easy DKIM when it is the right one. */
async function follow(
  expectation: Expectation,
  sight: Sight,
  { finder, signingZone }: Surroundings,
): Promise<KeyBehind | undefined> {
  if (expectation.kind === "mail-from") return undefined;
  const target = repliesOf(sight)
    .map((reply) => aliasAt(reply, expectation.name))
    .find((alias) => alias !== undefined);
  if (target === undefined) return undefined;
  if (expectation.kind === "dkim-txt") {
    return await lookBehind(target, [expectation.publicKey], finder, signingZone);
  }
  if (expectation.publicKeys === undefined || ruleOnReplies(expectation, sight).verdict !== "found")
    return undefined;
  return await lookBehind(target, expectation.publicKeys, finder, signingZone);
}

function ruleOn(expectation: Expectation, seen: Look, behind: KeyBehind | undefined): Ruling {
  if (seen.kind === "unseen") {
    const { kind } = seen.finding;
    if (kind === "name-too-long") return { verdict: "absent", errorType: "HOST_NOT_FOUND" };
    return {
      verdict: "unreachable",
      errorType: kind === "no-start" ? "SERVICE_ERROR" : "DNS_SERVER_ERROR",
    };
  }
  const ruling = ruleOnReplies(expectation, seen, behind);
  if (ruling.verdict !== "found" || behind === undefined || expectation.kind !== "dkim-cname") return ruling;
  // What lies behind our own CNAME is for us to mend, so it never counts against the customer.
  if (behind.finding.kind !== "matches") return { verdict: "unreachable", errorType: "SERVICE_ERROR" };
  return ruling;
}

function ruleOnReplies(expectation: Expectation, sight: Sight, behind?: KeyBehind): Ruling {
  const judgements = repliesOf(sight).flatMap((reply) => settle(judge(expectation, reply), behind));
  return rule(judgements);
}

/** An alias is as good as the key it leads to; if that cannot be seen, nothing was learnt. */
function settle(judgement: Judgement, behind: KeyBehind | undefined): Judgement[] {
  if (judgement.kind !== "alias" || behind === undefined) return [judgement];
  if (behind.finding.kind === "unreachable") return [];
  return [{ kind: behind.finding.kind === "matches" ? "right" : "wrong" }];
}
