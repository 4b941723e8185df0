import type { Diagnosis } from "#features/dns-evidence/evidence.ts";
import type { DkimTxt } from "#features/dns-evidence/expectation.ts";
import { aliasAt, repliesOf } from "#features/dns-evidence/judge.ts";
import type { KeyFinding } from "#features/dns-evidence/key-finding.ts";
import { compareKeys, textsAt } from "#features/dns-evidence/key-finding.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { leadsToUs } from "#features/dns-evidence/where-it-leads.ts";
import { damagedKey } from "./damaged-key.ts";
import { publish, quoted } from "./wording.ts";

/** The customer's CNAME is right, but the key behind it is not to be had: that is for us to mend. */
export const ourKeyAmiss: Diagnose = ({ expectation, behind, verdict }) => {
  if (verdict !== "unreachable" || behind === undefined || !leadsToUs(expectation, behind)) return undefined;
  if (behind.finding.kind === "matches") return undefined;
  const what = {
    unreachable: "the servers of that zone do not answer",
    endless: "it leads in circles",
    divided: "the servers of that zone do not agree where it leads",
    missing: "no key is published there yet",
    differs: "another key is published there than the one we sign with",
    revoked: "the key there is marked as withdrawn",
    unreadable: "the key there is damaged",
    several: "more than one key is published there",
  }[behind.finding.kind];
  return {
    code: `our-key-${behind.finding.kind}`,
    text: `Your record is right. It leads to ${behind.names.at(-1)}, and ${what}.`,
    advice: "This is our part, not yours: you need not do anything. It will be tried again.",
  };
};

/** A CNAME stands where the customer's own key is due, and does not lead to it. */
export const aliasInsteadOfKey: Diagnose = ({ expectation, behind, look, verdict }) => {
  if (expectation.kind !== "dkim-txt" || verdict === "disagree") return undefined;
  const alias = repliesOf(look)
    .map((reply) => aliasAt(reply, expectation.name))
    .find((target) => target !== undefined);
  if (alias === undefined) return undefined;
  const unread = behind?.finding.kind === "unreachable";
  const fault = unread ? "whose name servers do not answer" : "and it does not lead to your key";
  const part = behind?.finding.kind === "divided" ? " by all of the name servers on the way" : "";
  return {
    code: unread ? "alias-unreachable" : "cname-instead-of-txt",
    text: `At ${expectation.name} stands a CNAME to ${quoted(alias)}, ${fault}${part}; a TXT record is due.`,
    advice: `Delete the CNAME. ${publish(expectation)}`,
  };
};

/** The TXT record with the customer's own key is there and not right. */
export const keyAmiss: Diagnose = ({ expectation, look, verdict }) => {
  if (expectation.kind !== "dkim-txt" || verdict !== "wrong") return undefined;
  for (const reply of repliesOf(look)) {
    const finding = compareKeys(textsAt(reply, expectation.name), [expectation.publicKey]);
    const diagnosis = keyFault(finding, expectation);
    if (diagnosis) return { ...diagnosis, advice: `${diagnosis.advice} ${publish(expectation)}` };
  }
  return undefined;
};

function keyFault(finding: KeyFinding, expectation: DkimTxt): Diagnosis | undefined {
  const { name } = expectation;
  switch (finding.kind) {
    case "matches":
    case "missing":
      return undefined;
    case "differs":
      return {
        code: "key-differs",
        text: `The TXT record at ${name} carries another public key (${quoted(finding.text)}) than the one that belongs to the private key you gave us.`,
        advice: "If you made a new key pair, give us its private half; otherwise replace the record.",
      };
    case "revoked":
      return {
        code: "key-revoked",
        text: `The TXT record at ${name} has an empty p=, which means that the key was withdrawn.`,
        advice: "Put the public key back.",
      };
    case "unreadable":
      return damagedKey(finding, expectation);
    case "several":
      return {
        code: "several-keys",
        text: `There are ${finding.texts.length} key records at ${name}. Receivers may take any of them, or none.`,
        advice: "Delete all but yours.",
      };
  }
}

/**
 * RFC 6376 §3.6.2.2 allows one TXT record at the name and leaves open what becomes of more. rspamd takes the first that is a key, mailauth the
 * first of all, OpenDKIM none.
 */
export const otherTextBesideKey: Diagnose = ({ expectation, look, verdict }) => {
  if (expectation.kind !== "dkim-txt" || verdict !== "found") return undefined;
  const others = repliesOf(look).flatMap((reply) => {
    const finding = compareKeys(textsAt(reply, expectation.name), [expectation.publicKey]);
    return finding.kind === "matches" ? finding.besides : [];
  });
  const [other] = others;
  if (other === undefined) return undefined;
  return {
    code: "other-txt-beside-key",
    text: `Your key is right, but another TXT record stands at ${expectation.name} too (${quoted(other)}). Some receivers take only the first, or none where there are several: to them your mail is not signed.`,
    advice: "Delete the other record, or move it to the name where it belongs.",
  };
};
