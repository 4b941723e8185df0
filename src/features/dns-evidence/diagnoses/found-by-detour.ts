import { aliasAt, repliesOf } from "#features/dns-evidence/judge.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { quoted } from "./wording.ts";

/** By other CNAMEs it comes to our name all the same, as with names that somebody keeps for customers of his own. */
export const foundByDetour: Diagnose = ({ expectation, behind, verdict, look }) => {
  if (expectation.kind !== "dkim-cname" || verdict !== "found" || behind === undefined) return undefined;
  const { name, target } = expectation;
  const first = repliesOf(look)
    .map((reply) => aliasAt(reply, name))
    .find((alias) => alias !== target);
  if (first === undefined) return undefined;
  return {
    code: "found-by-detour",
    text: `All is well with the CNAME record at ${name}: it points to ${quoted(first)}, from where CNAMEs lead on to ${target}.`,
    advice: `Nothing need be done. Pointed to ${target} itself, it would depend on nobody else's records.`,
  };
};
