import { expectedValue } from "#features/dns-evidence/expectation.ts";
import { aliasAt, repliesOf } from "#features/dns-evidence/judge.ts";
import type { KeyFinding } from "#features/dns-evidence/key-finding.ts";
import { compareKeys, textsAt } from "#features/dns-evidence/key-finding.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { publish, quoted } from "./wording.ts";

/** The customer's CNAME is right, but the key behind it is not to be had: that is for us to mend. */
export const ourKeyAmiss: Diagnose = ({ expectation, behind }) => {
  if (expectation.kind !== "dkim-cname" || behind === undefined || behind.finding.kind === "matches")
    return undefined;
  const what = {
    unreachable: "the servers of that zone do not answer",
    endless: "it leads in circles",
    missing: "no key is published there yet",
    differs: "another key is published there than the one we sign with",
    revoked: "the key there is marked as withdrawn",
    unreadable: "the key there is damaged",
    several: "more than one key is published there",
  }[behind.finding.kind];
  return {
    code: `our-key-${behind.finding.kind}`,
    text: `Your record is right. It leads to ${behind.name}, and ${what}.`,
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
  return {
    code: unread ? "alias-unreachable" : "cname-instead-of-txt",
    text: `At ${expectation.name} stands a CNAME to ${quoted(alias)}, ${unread ? "whose name servers do not answer" : "and it does not lead to your key"}; a TXT record is due.`,
    advice: `Delete the CNAME. ${publish(expectation)}`,
  };
};

/** The TXT record with the customer's own key is there and not right. */
export const keyAmiss: Diagnose = ({ expectation, look, verdict }) => {
  if (expectation.kind !== "dkim-txt" || verdict !== "wrong") return undefined;
  for (const reply of repliesOf(look)) {
    const finding = compareKeys(textsAt(reply, expectation.name), [expectation.publicKey]);
    const diagnosis = keyFault(finding, expectation.name);
    if (diagnosis) return { ...diagnosis, advice: `${diagnosis.advice} ${publish(expectation)}` };
  }
  return undefined;

  function keyFault(finding: KeyFinding, name: string) {
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
        return expectation.kind === "dkim-txt" && finding.text.includes("p=")
          ? {
              code: "key-damaged",
              text: `The key in the TXT record at ${name} cannot be read. ${finding.fault}`,
              advice: `Replace it as a whole; it has ${expectedValue(expectation).length} characters.`,
            }
          : {
              code: "txt-is-no-key",
              text: `The TXT record at ${name} (${quoted(finding.text)}) is not a DKIM key.`,
              advice: "Replace it.",
            };
      case "several":
        return {
          code: "several-keys",
          text: `There are ${finding.texts.length} key records at ${name}. Receivers may take any of them, or none.`,
          advice: "Delete all but yours.",
        };
    }
  }
};
