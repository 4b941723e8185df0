import { domainOf } from "#features/dns-evidence/expectation.ts";
import { aliasAt, repliesOf } from "#features/dns-evidence/judge.ts";
import { looksLikeKey } from "#features/dns-evidence/key-finding.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { parentOf } from "#protocols/dns/name.ts";
import { listed, publish, quoted } from "./wording.ts";

/** The CNAME was pasted into a TXT record. */
export const textInsteadOfCname: Diagnose = ({ expectation, clues }) => {
  if (expectation.kind !== "dkim-cname" || clues.texts.length === 0) return undefined;
  const pasted = clues.texts.find((text) => text.toLowerCase().includes(expectation.target));
  if (pasted !== undefined) {
    return {
      code: "txt-instead-of-cname",
      text: `The right value stands at ${expectation.name}, but as a TXT record; it has to be a CNAME.`,
      advice: `Delete the TXT record. ${publish(expectation)}`,
    };
  }
  const [text = ""] = clues.texts;
  if (looksLikeKey(text)) {
    return {
      code: "key-instead-of-cname",
      text: `At ${expectation.name} stands a key as a TXT record (${quoted(text)}) instead of a CNAME: it was copied there, or your provider replaces CNAMEs by what they lead to (“flattening”). Once our key changes, mail would no longer be signed validly.`,
      advice: `Switch flattening off for this name, or delete the TXT record. ${publish(expectation)}`,
    };
  }
  return {
    code: "txt-instead-of-cname",
    text: `At ${expectation.name} stands a TXT record (${quoted(text)}); it has to be a CNAME, and a CNAME tolerates no other record beside it.`,
    advice: `Delete the TXT record. ${publish(expectation)}`,
  };
};

/** A proxy or a panel that answers with addresses where the CNAME is due. */
export const addressInsteadOfCname: Diagnose = ({ expectation, clues }) => {
  if (expectation.kind !== "dkim-cname" || clues.addresses.length === 0) return undefined;
  return {
    code: "address-instead-of-cname",
    text: `${expectation.name} answers with the address ${listed(clues.addresses)} instead of the CNAME: your provider proxies or flattens it.`,
    advice: `Switch the record to “DNS only” (no proxy, no flattening). ${publish(expectation)}`,
  };
};

/** There is a CNAME, and it leads to another name than it should. */
export const wrongTarget: Diagnose = ({ expectation, look, verdict, behind }) => {
  if (expectation.kind !== "dkim-cname" || verdict !== "wrong") return undefined;
  const { name, target } = expectation;
  const seen = repliesOf(look)
    .map((reply) => aliasAt(reply, name))
    .find((alias) => alias !== undefined && alias !== target);
  if (seen === undefined) return undefined;
  const doubled = [look.zone.apex, domainOf(expectation)].find((suffix) => seen === `${target}.${suffix}`);
  const advice = `Replace the value of the record. ${publish(expectation)}`;
  const points = `The CNAME at ${name} points to ${quoted(seen)} instead of ${target}`;
  if (doubled !== undefined) {
    return {
      code: "target-doubled",
      text: `${points}: ${doubled} was added at its end.`,
      advice: `Write the value with a dot at its end (${target}.), or without one if your panel adds it. ${publish(expectation)}`,
    };
  }
  if (seen === name) return { code: "target-is-itself", text: `${points}: it points to itself.`, advice };
  if (/^https?:/i.test(seen)) {
    return {
      code: "target-is-a-url",
      text: `${points}: it begins with ${quoted("https://")}, which is no part of a name.`,
      advice,
    };
  }
  if (seen.includes(target)) {
    return {
      code: "target-has-junk",
      text: `${points}: there is something before or after the right value.`,
      advice,
    };
  }
  if (parentOf(seen) === parentOf(target)) {
    return {
      code: "target-of-another-record",
      text: `${points}: the value belongs to another of the records you were given.`,
      advice: `Each name has a value of its own that begins like it. ${publish(expectation)}`,
    };
  }
  if (behind?.finding.kind === "endless") {
    const text = `${points}. From there CNAMEs lead on in a circle, or through more of them than receivers follow.`;
    return { code: "target-leads-on", text, advice };
  }
  if (behind?.finding.kind === "divided") {
    const text = `${points}, and the name servers of ${behind.names.at(-1)} do not agree where it leads from there.`;
    return { code: "wrong-target", text, advice };
  }
  if (behind?.finding.kind === "unreachable") {
    const text = `${points}, and whether it leads there cannot be seen: the name servers of ${listed(behind.names)} do not answer.`;
    return { code: "wrong-target", text, advice };
  }
  return { code: "wrong-target", text: `${points}.`, advice };
};
