import type { HeaderField } from "#protocols/mime/header-fields.ts";

/** Never signed: what relays add or change on the way (RFC 6376 §5.4.1), what never leaves, and other signatures. */
const unsigned =
  /^(return-path|received(-.*)?|delivered-to|bcc|comments|keywords|x-ses-.*|dkim-signature|authentication-results|arc-.*)$/;

/**
 * Named once more than present, so that a field added later breaks the signature (RFC 6376 §8.15): always what a reader sees …
 */
const alwaysOversigned = ["From", "To", "Cc", "Subject", "Reply-To"];

/** … and, when present, what changes how the message is read. */
const oversignedWhenPresent = new Set([
  "date",
  "message-id",
  "sender",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
  "list-unsubscribe",
  "list-unsubscribe-post",
]);

export interface SignedFields {
  /** The `h=` tag: names in the case and order of the message, then those that must not be added. */
  readonly names: readonly string[];
  /** The field that each name stands for; shorter than `names` by the oversigned ones. */
  readonly fields: readonly HeaderField[];
}

/** Chooses what to sign: every field of the message, as SES does, but for `unsigned`. */
export function signedFields(all: readonly HeaderField[]): SignedFields {
  const byName = new Map<string, HeaderField[]>();
  const signable: HeaderField[] = [];
  for (const field of all) {
    const name = field.name.toLowerCase();
    // A semicolon is lawful in a field name (RFC 5322 §3.6.8) but would end the h= tag.
    if (unsigned.test(name) || name.includes(";")) continue;
    signable.push(field);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [field]);
    else same.push(field);
  }
  const oversigned = alwaysOversigned.concat(
    [...byName].filter(([name]) => oversignedWhenPresent.has(name)).map(([, [first]]) => first?.name ?? ""),
  );
  const names = signable.map(({ name }) => name);
  // RFC 6376 §5.4.2: the first mention of a name means its last field, the second the one before.
  const fields = names.flatMap((name) => byName.get(name.toLowerCase())?.pop() ?? []);
  return { names: names.concat(oversigned), fields };
}
