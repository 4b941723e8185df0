import { encodedWords, isPlain, longestEncodedLine } from "./encoded-word.ts";

/** A person or role with an address (RFC 5322 §3.4). */
export interface Mailbox {
  readonly name?: string;
  /** Checked by the caller (`readAddress`): ASCII, domain as A-labels. */
  readonly address: string;
}

/** What was asked for cannot be a header field: a line end or NUL in it, or a name that is none. */
export class BadHeaderField extends Error {
  override readonly name = "BadHeaderField";
}

/** RFC 5322 §2.1.1: 78 characters should, 998 must hold a line. */
const preferredLength = 76;
const longestLine = 998;
/** With its address, and with room for the field's name before and a comma behind. */
const longestPhrase = longestLine - 140;

/** A field with free text, its CRLF included: encoded where it is not ASCII, folded where it is long. */
export function unstructuredField(name: string, text: string): string {
  refuseControls(name, text);
  const words = isPlain(text) ? text.split(/ (?=[^ ])/) : [];
  const isEncoded = words.length === 0 || words.some((word) => `${name}: ${word}`.length > longestLine);
  return fieldOf(name, isEncoded ? encodedWords(text).split(" ") : words, "");
}

/** A field with a list of mailboxes, its CRLF included. */
export function mailboxField(name: string, mailboxes: readonly Mailbox[]): string {
  const written = mailboxes.map((mailbox) => {
    refuseControls(name, mailbox.address + (mailbox.name ?? ""));
    return writeMailbox(mailbox);
  });
  return fieldOf(name, written, ",");
}

const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/;

/** `"Name" <address>`, the name as atoms, a quoted string or encoded-words as it needs. */
function writeMailbox({ name, address }: Mailbox): string {
  if (!isPlain(address)) throw new BadHeaderField(`The address ${JSON.stringify(address)} is not ASCII.`);
  if (name === undefined || name === "") return address;
  const phrase = atoms.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
  // A phrase has no place where it may be folded for certain: in quotes, every octet counts.
  if (!isPlain(name) || phrase.length + address.length > longestPhrase) {
    const words = encodedWords(name).split(" ");
    const lastLine = `${words.length === 1 ? "Reply-To:" : ""} ${words.at(-1)} <${address}>,`;
    return `${words.join("\r\n ")}${lastLine.length > longestEncodedLine ? "\r\n" : ""} <${address}>`;
  }
  return `${phrase} <${address}>`;
}

/** As long as SES allows. */
const fieldName = /^[!-9;-~]{1,126}$/;

function fieldOf(name: string, words: readonly string[], separator: string): string {
  if (!fieldName.test(name)) throw new BadHeaderField(`${JSON.stringify(name)} is no header field name.`);
  let field = `${name}:`;
  let column = field.length;
  for (const [index, word] of words.entries()) {
    const text = index < words.length - 1 ? word + separator : word;
    const breaks = index > 0 && column + 1 + text.length > preferredLength;
    field += breaks ? `\r\n ${text}` : ` ${text}`;
    column = (breaks ? 1 : column + 1) + text.length;
  }
  return `${field}\r\n`;
}

const lineEndOrNul = /[\r\n\0]/;

function refuseControls(name: string, text: string): void {
  if (lineEndOrNul.test(text)) throw new BadHeaderField(`The ${name} field has a line end or NUL in it.`);
}
