import { decodeWords } from "#protocols/mime/decode-words.ts";
import { readAddress } from "./address.ts";

/** A mailbox as senders write it (RFC 5322 §3.4): an address, with a display name or without. */
export interface ReadMailbox {
  /** Decoded (RFC 2047), without its quotes. */
  readonly name?: string;
  readonly address: string;
}

export type MailboxReading =
  | { readonly ok: true; readonly mailbox: ReadMailbox }
  | { readonly ok: false; readonly fault: string };

export type MailboxListReading =
  | { readonly ok: true; readonly mailboxes: readonly ReadMailbox[] }
  | { readonly ok: false; readonly fault: string };

/** Longer than any list of 50 with long names. */
const longestList = 100_000;

/** Reads exactly one mailbox: `a@b.example`, `Name <a@b.example>`, `"Last, First" <a@b.example>`. The faults are the words SES uses. */
export function readMailbox(text: string): MailboxReading {
  // In a header they would be folds. Here what is behind one is meant to be a field of its own: `a@b.example\r\nBcc: c@d.example`.
  if (/[\r\n\0]/.test(text.trim())) return { ok: false, fault: "The address contains a control character" };
  const reading = readMailboxList(text);
  if (!reading.ok) return reading;
  const [mailbox, ...others] = reading.mailboxes;
  if (mailbox === undefined) return { ok: false, fault: "Missing final '@domain'" };
  return others.length === 0 ? { ok: true, mailbox } : { ok: false, fault: "Illegal address" };
}

/**
 * Reads a list with commas between, groups (`undisclosed-recipients:;`) included, in one pass. Comments are skipped, and empty
 * places between commas are no fault, for there are such in the world (RFC 5322 §4.4).
 */
export function readMailboxList(text: string): MailboxListReading {
  if (text.length > longestList) return { ok: false, fault: "The list of addresses is too long" };
  const mailboxes: ReadMailbox[] = [];
  for (const entry of entriesOf(text)) {
    if (!entry.ok) return entry;
    const reading = readEntry(entry);
    if (!reading.ok) return reading;
    mailboxes.push(reading.mailbox);
  }
  return { ok: true, mailboxes };
}

const control = /(?![\t\r\n])\p{Cc}/u;
const route = /^<\s*@/;

/**
 * Whether all programs read a list as it is read here. Some take for an address what stands in the name of a group, in a route, or bare
 * before the angle brackets, where RFC 5322 §3.4 has it in quotes; or read no further than to a control character.
 */
export function isReadAlike(text: string): boolean {
  let bare = "";
  for (let index = 0; index < text.length; ) {
    const end = endOfToken(text, index) ?? text.length;
    const token = text.slice(index, end);
    if (route.test(token)) return false;
    if (!/^["(]/.test(token)) bare += token.charAt(0);
    index = end;
  }
  const isMixed = (entry: string) => entry.includes("@") && entry.includes("<");
  return !control.test(text) && !/[:;]/.test(bare) && !bare.split(",").some(isMixed);
}

interface Entry {
  readonly ok: true;
  /** What stands outside angle brackets, comments left out and quotes kept. */
  readonly outside: string;
  /** What stands between angle brackets. */
  readonly inside: string | undefined;
}

function readEntry({ outside, inside }: Entry): MailboxReading {
  const reading = readAddress(inside === undefined ? outside.trim() : withoutRoute(inside.trim()));
  if (!reading.ok) return reading;
  const { name: address } = reading.address;
  const name = inside === undefined ? "" : unquoted(outside.trim());
  return { ok: true, mailbox: name === "" ? { address } : { name: decodeWords(name), address } };
}

/** RFC 5322 §4.4: a route before the address is to be ignored. */
function withoutRoute(inside: string): string {
  return inside.startsWith("@") ? inside.slice(inside.indexOf(":") + 1) : inside;
}

function unquoted(phrase: string): string {
  return phrase.replaceAll(/"((?:[^"\\]|\\.)*)"/gs, (_, text: string) => text.replaceAll(/\\(.)/gs, "$1"));
}

type Fault = { readonly ok: false; readonly fault: string };

/** Cuts a list at its commas, which count only outside quotes, comments and angle brackets. */
function* entriesOf(text: string): Generator<Entry | Fault> {
  let outside = "";
  let inside: string | undefined;
  for (let index = 0; index < text.length; ) {
    const character = text.charAt(index);
    const end = endOfToken(text, index);
    if (end === undefined) {
      yield { ok: false, fault: faultOf(character) };
      return;
    }
    const token = text.slice(index, end);
    index = end;
    if (character === "<") {
      if (inside !== undefined) return yield { ok: false, fault: "Extra route-addr" };
      inside = token.slice(1, -1);
    } else if (character === ":") {
      // The name of a group.
      outside = "";
    } else if (character === "," || character === ";") {
      if (!isEmpty(outside, inside)) yield { ok: true, outside, inside };
      outside = "";
      inside = undefined;
    } else if (character !== "(") {
      if (inside !== undefined && token.trim() !== "") {
        return yield { ok: false, fault: "There is text after the address" };
      }
      outside += token;
    }
  }
  if (!isEmpty(outside, inside)) yield { ok: true, outside, inside };
}

function isEmpty(outside: string, inside: string | undefined): boolean {
  return inside === undefined && outside.trim() === "";
}

function faultOf(character: string): string {
  switch (character) {
    case '"':
      return "Unterminated quote";
    case "(":
      return "Unterminated comment";
    default:
      return "Missing '>'";
  }
}

/** The index after the token that begins here; undefined when it never ends. */
function endOfToken(text: string, start: number): number | undefined {
  switch (text.charAt(start)) {
    case '"':
      return endOfQuoted(text, start);
    case "(":
      return endOfComment(text, start);
    case "<":
      return endOfBracket(text, start);
    default:
      return start + 1;
  }
}

function endOfQuoted(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === '"') return index + 1;
  }
  return undefined;
}

/** Comments nest (RFC 5322 §3.2.2). */
function endOfComment(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === "(") depth++;
    else if (text[index] === ")" && --depth === 0) return index + 1;
  }
  return undefined;
}

function endOfBracket(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '"') index = (endOfQuoted(text, index) ?? text.length) - 1;
    else if (text[index] === ">") return index + 1;
  }
  return undefined;
}
