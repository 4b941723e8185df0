import type Handlebars from "handlebars";
import { TemplateFault } from "./fault.ts";

type Program = hbs.AST.Program;

/** Blocks in blocks, and expressions in expressions. */
export const deepestNesting = 50;
const mostTags = 5_000;
const longestTag = 2_000;
/** The parser takes up to 2 µs for each character inside braces, and next to nothing for those outside. */
const mostTagCharacters = 50_000;

/** Comments are tags too, and count for nothing else. */
interface TagCount {
  readonly tags: number;
  readonly tagCharacters: number;
}

let parser: typeof Handlebars | undefined;

/** Reads a Handlebars template, its white space control done; and how much there was within braces. Throws `TemplateFault`. */
export async function readTemplate(text: string): Promise<{ readonly program: Program } & TagCount> {
  const { bounded, ...count } = withinBounds(text);
  // Loaded with the first template: many services never have one.
  parser ??= (await import("handlebars")).default;
  try {
    return { program: parser.parse(bounded), ...count };
  } catch (error) {
    throw new TemplateFault(inWords(error instanceof Error ? error.message : String(error)));
  }
}

/** The parser lists the tokens of its grammar that would do, `Expecting 'OPEN_RAW_BLOCK', … got 'EOF'`: nobody else knows them. */
function inWords(fault: string): string {
  return fault.replace(/\nExpecting .*, got '(\w+)'$/s, (_, token: string) =>
    token === "EOF" ? ": the template ends too early" : ": this is not expected here",
  );
}

/**
 * The text without what its comments say. Handlebars' parser is quadratic in the length of a tag, in the depth of nesting, and
 * in comments times the whole text, and overflows the stack: all of it is bounded before it sees the text, in one pass.
 */
function withinBounds(text: string): { readonly bounded: string } & TagCount {
  const nesting = new Nesting();
  let without = "";
  let copied = 0;
  let tags = 0;
  let tagCharacters = 0;
  for (let start = text.indexOf("{{"), end = 0; start !== -1; start = text.indexOf("{{", end)) {
    tags += 1;
    const comment = isEscaped(text, start) ? undefined : commentAt(text, start);
    if (comment !== undefined) {
      without += text.slice(copied, start) + comment.empty;
      end = comment.end;
      copied = end;
    } else if (isEscaped(text, start)) {
      end = start + 2;
    } else {
      const read = tagAt(text, start);
      end = start + read.length;
      tagCharacters += read.length;
      nesting.enter(read);
    }
    if (tags > mostTags) throw new TemplateFault(`There are more than ${mostTags} tags.`);
    if (tagCharacters > mostTagCharacters) {
      throw new TemplateFault(`The tags have more than ${mostTagCharacters} characters.`);
    }
  }
  return { bounded: without + text.slice(copied), tags, tagCharacters };
}

/** A backslash makes text of a tag, two do not. */
function isEscaped(text: string, start: number): boolean {
  return text[start - 1] === "\\" && text[start - 2] !== "\\";
}

/** Up to the braces that close it, which are not those in its strings and bracketed names. */
const wholeTag =
  /^\{\{(?:"(?:[^"\\]|\\"|\\(?!"))*"|'(?:[^'\\]|\\'|\\(?!'))*'|\[[^\]]*\]|[^"'[}]|\}(?!\}))*\}\}\}?/;

function tagAt(text: string, start: number): string {
  if (text.startsWith("{{{{", start)) throw new TemplateFault("There are no raw blocks.");
  const [tag] = wholeTag.exec(text.slice(start, start + longestTag)) ?? [];
  if (tag === undefined)
    throw new TemplateFault(`A tag is not closed, or longer than ${longestTag} characters.`);
  return tag;
}

/** Where a comment ends, and one in its place that says nothing but strips the same white space. */
function commentAt(text: string, start: number): { end: number; empty: string } | undefined {
  const [opening, strips] = /^\{\{(~?)!(?:--)?/.exec(text.slice(start, start + 6)) ?? [];
  if (opening === undefined) return undefined;
  const closing = opening.endsWith("--") ? /--(~?)\}\}/g : /(~?)\}\}/g;
  closing.lastIndex = start + opening.length;
  const closed = closing.exec(text);
  if (closed === null) throw new TemplateFault("A comment is not closed.");
  return { end: closing.lastIndex, empty: `{{${strips}!${closed[1]}}}` };
}

const opens = /^\{{2,4}~?\s*[#^]/;
const otherwise = /^\{\{~?\s*\^\s*~?\}\}/;
const elseIf = /^\{\{~?\s*else\s+[^\s~}]/;
const closes = /^\{{2,4}~?\s*\//;

/** How deep the tags read so far have gone. An `{{else if}}` is a block inside the one before it. */
class Nesting {
  readonly #open: number[] = [];
  #depth = 0;

  enter(tag: string): void {
    if (opens.test(tag) && !otherwise.test(tag)) {
      this.#open.push(0);
      this.#depth += 1;
    } else if (elseIf.test(tag)) this.#deepen();
    else if (closes.test(tag)) this.#depth -= (this.#open.pop() ?? 0) + 1;
    if (this.#depth > deepestNesting || tag.split("(").length > deepestNesting) {
      throw new TemplateFault(`Blocks or expressions are nested more than ${deepestNesting} deep.`);
    }
  }

  #deepen(): void {
    this.#depth += 1;
    const last = this.#open.length - 1;
    if (last >= 0) this.#open[last] = (this.#open[last] ?? 0) + 1;
  }
}
