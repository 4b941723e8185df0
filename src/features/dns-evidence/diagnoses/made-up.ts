import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { parentOf } from "#protocols/dns/name.ts";
import { nameDoubled, nameElsewhere } from "./missing.ts";
import { publish, quoted } from "./wording.ts";

/** What is seen at the name stands at no record of that name: the owner would look for it in vain. */
export const madeUpAnswer: Diagnose = (situation) => {
  const { expectation, clues } = situation;
  if (clues.madeUp === undefined) return undefined;
  const elsewhere = nameDoubled(situation) ?? nameElsewhere(situation);
  if (elsewhere !== undefined) return elsewhere;
  const { by, type, value } = clues.madeUp;
  const { name } = expectation;
  if (by === "dname") {
    const above = parentOf(name) ?? "";
    return {
      code: "dname-answers",
      text: `There is no record at ${name}: a DNAME record at ${above} or above it leads every name below it elsewhere, this one to ${quoted(value)}.`,
      advice: `Below a DNAME there can be no record. Delete it, or replace it by records for each name. ${publish(expectation)}`,
    };
  }
  const seen = type === "A" || type === "AAAA" ? "the address" : `the ${type}`;
  return {
    code: "wildcard-answers",
    text: `There is no record at ${name}. A wildcard record (“*”) of the zone answers for every name that has none of its own, with ${seen} ${quoted(value)}.`,
    advice: `The wildcard can stay: a record of its own name goes before it. ${publish(expectation)}`,
  };
};
