import type { Diagnosis } from "#features/dns-evidence/evidence.ts";
import { type DkimTxt, expectedValue } from "#features/dns-evidence/expectation.ts";
import { looksLikeKey } from "#features/dns-evidence/key-finding.ts";
import { quoted } from "./wording.ts";

/** Fewer characters could be the beginning of anybody's key: they all begin alike. */
const tellingLength = 60;

/** A TXT record that no receiver can take a key from: what became of it on its way through a panel. */
export function damagedKey(seen: { readonly text: string; readonly fault: string }, due: DkimTxt): Diagnosis {
  const { text, fault } = seen;
  const record = `the TXT record at ${due.name}`;
  if (!looksLikeKey(text)) {
    return {
      code: "txt-is-no-key",
      text: `The TXT record at ${due.name} (${quoted(text)}) is not a DKIM key.`,
      advice: "Replace it, or move it to the name where it belongs.",
    };
  }
  if (/^[\s"]*v\s*=\s*DKIM1\s+[a-z]\s*=/i.test(text)) {
    return {
      code: "key-without-semicolons",
      text: `In ${record} (${quoted(text)}) the semicolons between the tags are missing, so nobody can read the key.`,
      advice: "Put them back, or leave out all but the p= tag.",
    };
  }
  if (/-----BEGIN/.test(text)) {
    return {
      code: "key-as-pem",
      text: `The key in ${record} has the first and last lines of its file (-----BEGIN PUBLIC KEY-----), which are no part of it.`,
      advice: "Take them out.",
    };
  }
  const written = (/(?:^|[;"\s])p\s*=([^;]*)/i.exec(text)?.[1] ?? "").replaceAll(/[\s"\\]/g, "");
  if (
    written.length >= tellingLength &&
    written.length < due.publicKey.length &&
    due.publicKey.startsWith(written)
  ) {
    return {
      code: "key-cut-off",
      text: `The key in ${record} breaks off after ${written.length} of its ${due.publicKey.length} characters. Some panels keep no more than 255 characters of a text.`,
      advice: "Write the value in two strings, each in quotes, if your panel takes no long ones.",
    };
  }
  return {
    code: "key-damaged",
    text: `The key in ${record} cannot be read. ${fault}`,
    advice: `Replace it as a whole; it has ${expectedValue(due).length} characters.`,
  };
}
