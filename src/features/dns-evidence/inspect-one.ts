import type { Look, Sight } from "./ask-zone.ts";
import { askZone, look } from "./ask-zone.ts";
import { gatherClues, noClues } from "./clues.ts";
import type { Evidence } from "./evidence.ts";
import type { Expectation } from "./expectation.ts";
import { expectedType } from "./expectation.ts";
import type { Ruling } from "./judge.ts";
import { aliasAt, judge, repliesOf, rule } from "./judge.ts";
import type { KeyBehind, SigningZone } from "./key-behind.ts";
import { lookBehind } from "./key-behind.ts";
import { adviseOnSpf } from "./spf.ts";
import { settle } from "./where-it-leads.ts";
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

/** Goes where the CNAME leads: to the customer's own key, or to our name and the key there. */
async function follow(
  expectation: Expectation,
  sight: Sight,
  { finder, signingZone }: Surroundings,
): Promise<KeyBehind | undefined> {
  if (expectation.kind === "mail-from") return undefined;
  const aliases = repliesOf(sight).flatMap((reply) => aliasAt(reply, expectation.name) ?? []);
  const isCname = expectation.kind === "dkim-cname";
  const publicKeys = isCname ? expectation.publicKeys : [expectation.publicKey];
  const detour = aliases.find((alias) => !isCname || alias !== expectation.target);
  const target = detour ?? (publicKeys && aliases[0]);
  return target === undefined ? undefined : await lookBehind(target, publicKeys ?? [], finder, signingZone);
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
  // What lies behind our own name is for us to mend, so it never counts against the customer.
  const isKeyAmiss = expectation.publicKeys !== undefined && behind.finding.kind !== "matches";
  return isKeyAmiss ? { verdict: "unreachable", errorType: "SERVICE_ERROR" } : ruling;
}

function ruleOnReplies(expectation: Expectation, sight: Sight, behind: KeyBehind | undefined): Ruling {
  const judgements = repliesOf(sight).map((reply) => settle(judge(expectation, reply), expectation, behind));
  return rule(judgements.filter((judgement) => judgement !== undefined));
}
