import { serversDisagree } from "./diagnoses/disagree.ts";
import { foundByDetour } from "./diagnoses/found-by-detour.ts";
import { aliasInsteadOfKey, keyAmiss, otherTextBesideKey, ourKeyAmiss } from "./diagnoses/keys.ts";
import { madeUpAnswer } from "./diagnoses/made-up.ts";
import { aliasAtMailFrom, wrongExchange } from "./diagnoses/mail-from.ts";
import { domainNotRegistered, nameDoubled, nameElsewhere, recordMissing } from "./diagnoses/missing.ts";
import { serversUnreachable, zoneNotFound } from "./diagnoses/unreachable.ts";
import { addressInsteadOfCname, textInsteadOfCname, wrongTarget } from "./diagnoses/wrong-cname.ts";
import type { Diagnosis } from "./evidence.ts";
import { expectedType } from "./expectation.ts";
import type { Diagnose, SeenSituation, Situation } from "./situation.ts";

/** In this order: what explains most comes first. */
const diagnoses: readonly Diagnose[] = [
  ourKeyAmiss,
  madeUpAnswer,
  aliasInsteadOfKey,
  serversUnreachable,
  serversDisagree,
  domainNotRegistered,
  aliasAtMailFrom,
  wrongExchange,
  keyAmiss,
  wrongTarget,
  textInsteadOfCname,
  addressInsteadOfCname,
  nameDoubled,
  nameElsewhere,
  recordMissing,
];

/** What was seen and what to do, in words for somebody who has never edited a zone. */
export function diagnose(situation: Situation): Diagnosis {
  if (!isSeen(situation)) return zoneNotFound(situation) ?? asExpected(situation);
  if (situation.verdict !== "found") {
    for (const one of diagnoses) {
      const diagnosis = one(situation);
      if (diagnosis) return diagnosis;
    }
  }
  return foundByDetour(situation) ?? otherTextBesideKey(situation) ?? asExpected(situation);
}

function isSeen(situation: Situation): situation is SeenSituation {
  return situation.look.kind === "seen";
}

function asExpected({ expectation, verdict }: Situation): Diagnosis {
  const record = `the ${expectedType(expectation)} record at ${expectation.name}`;
  if (verdict === "found") return { code: "record-found", text: `All is well with ${record}.`, advice: "" };
  return {
    code: "not-as-expected",
    text: `Something is wrong with ${record}.`,
    advice: "See what the servers answered.",
  };
}
