import { html } from "#platform/html.ts";
import { decodeText } from "#protocols/mime/charset.ts";
import { unflowed } from "#protocols/mime/flowed.ts";
import { type MimePart, valueIn } from "#protocols/mime/parts.ts";

/** A part that has no parts, and whether it is one of several forms of the same. */
interface Leaf {
  readonly part: MimePart;
  readonly isAlternative: boolean;
}

export interface Leaves {
  /** What is to be read, in the order in which it stands. */
  readonly texts: readonly Leaf[];
  readonly attachments: readonly MimePart[];
}

/** Of all texts together. What is beyond is to be had as an attachment: nobody reads so much, and to escape it would keep all waiting. */
const mostOctetsOfText = 2 * 1024 * 1024;

export function leavesOf(message: MimePart): Leaves {
  const texts: Leaf[] = [];
  const attachments: MimePart[] = [];
  let left = mostOctetsOfText;
  for (const leaf of leavesIn(message, false)) {
    const { part } = leaf;
    const isShown = isText(part) && part.body.length <= left;
    if (isShown) left -= part.body.length;
    if (isShown) texts.push(leaf);
    else attachments.push(part);
  }
  return { texts, attachments };
}

function leavesIn(part: MimePart, isAlternative: boolean): Leaf[] {
  // A multipart without a boundary is one, too: what it holds is not lost.
  if (part.parts.length === 0) return [{ part, isAlternative }];
  const within = isAlternative || part.type === "multipart/alternative";
  return part.parts.flatMap((inner) => leavesIn(inner, within));
}

function isText({ type, fields }: MimePart): boolean {
  const isOfTexts = type === "text/plain" || type === "text/html";
  return isOfTexts && !/^attachment\b/i.test(valueIn(fields, "content-disposition") ?? "");
}

/** Undefined: there is none. */
export function plainOf({ texts }: Leaves): string | undefined {
  const plain = texts.filter(({ part }) => part.type === "text/plain");
  return plain.length === 0 ? undefined : plain.map(({ part }) => textOf(part)).join("\n");
}

/** With the plain texts that stand beside it, and are no other form of it. Undefined: there is none. */
export function htmlOf({ texts }: Leaves): string | undefined {
  if (!texts.some(({ part }) => part.type === "text/html")) return undefined;
  const pages = texts.flatMap(({ part, isAlternative }) => {
    if (part.type === "text/html") return textOf(part);
    return isAlternative ? [] : plainAsHtml(textOf(part));
  });
  return pages.join("\n");
}

export function plainAsHtml(text: string): string {
  return html`<pre style="white-space:pre-wrap">${text}</pre>`.text;
}

function textOf({ type, body, parameters }: MimePart): string {
  const text = decodeText(body, parameters.get("charset")).replaceAll("\r\n", "\n");
  const says = (name: string, value: string) => parameters.get(name)?.toLowerCase() === value;
  return type === "text/plain" && says("format", "flowed") ? unflowed(text, says("delsp", "yes")) : text;
}
