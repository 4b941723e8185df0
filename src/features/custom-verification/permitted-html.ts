import { Tokenizer } from "htmlparser2";

/** Texts, tables, pictures and links, as SES permits them; but for `body`, which goes out as a `div`. */
const elements: ReadonlySet<string> = new Set(
  (
    "a abbr acronym address b big blockquote body br caption center cite code col colgroup dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 " +
    "hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var"
  ).split(" "),
);
const empty: ReadonlySet<string> = new Set(["br", "col", "hr", "img"]);
/** What is in these is no text for a reader. */
const unread: ReadonlySet<string> = new Set(
  "script style title textarea xmp iframe noembed noframes noscript plaintext template".split(" "),
);
const attributes: ReadonlySet<string> = new Set(
  (
    "abbr align alt axis bgcolor border cellpadding cellspacing class color colspan dir face height href hspace id lang nowrap rowspan scope " +
    "ses:no-track ses:tags size src start style summary title type valign vspace width"
  ).split(" "),
);
const address = /^\s*(?:https?:|mailto:|data:image\/)/i;
const longestName = 12;

/**
 * The sender's words without what could reach the link that is appended to them: a style sheet that selects by its address reads it out
 * piece by piece where pictures are loaded, and what is left open (a comment, an attribute, a hidden element) hides it. Everything is closed in
 * the end. In time linear in the text.
 */
export function permittedHtml(html: string): string {
  const writer = new Writer(html);
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (from, to) => writer.begin(from, to),
      onattribname: (from, to) => writer.nameAttribute(from, to),
      onattribdata: (from, to) => writer.addToAttribute(from, to),
      onattribend: () => writer.endAttribute(),
      onopentagend: () => writer.endStartTag(),
      onselfclosingtag: () => writer.endStartTag(),
      onclosetag: (from, to) => writer.close(from, to),
      ontext: (from, to) => writer.text(from, to),
      onattribentity() {},
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onend() {},
      onprocessinginstruction() {},
      ontextentity() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return writer.written();
}

class Writer {
  readonly #html: string;
  readonly #pieces: string[] = [];
  readonly #open: string[] = [];
  /** Of the start tag that is being read; empty for one that is left out. */
  #element = "";
  #attribute = "";
  #value = "";
  #unread = "";

  constructor(html: string) {
    this.#html = html;
  }

  begin(from: number, to: number): void {
    const name = this.#name(from, to);
    if (this.#unread === "" && unread.has(name)) this.#unread = name;
    this.#element = this.#unread === "" && elements.has(name) ? asWritten(name) : "";
    if (this.#element !== "") this.#pieces.push(`<${this.#element}`);
  }

  nameAttribute(from: number, to: number): void {
    const name = this.#element === "" ? "" : this.#name(from, to);
    this.#attribute = attributes.has(name) ? name : "";
    this.#value = "";
  }

  addToAttribute(from: number, to: number): void {
    if (this.#attribute !== "") this.#value += this.#html.slice(from, to);
  }

  endAttribute(): void {
    if (this.#attribute === "") return;
    const leads = this.#attribute === "href" || this.#attribute === "src";
    if (leads && !address.test(this.#value)) return;
    this.#pieces.push(` ${this.#attribute}="${this.#value.replaceAll('"', "&quot;")}"`);
  }

  endStartTag(): void {
    if (this.#element === "") return;
    this.#pieces.push(">");
    if (!empty.has(this.#element)) this.#open.push(this.#element);
    this.#element = "";
  }

  /** Of several that are open, the innermost alone is closed by its name: what closes another closes nothing. */
  close(from: number, to: number): void {
    const name = this.#name(from, to);
    if (this.#unread !== "") {
      if (name === this.#unread) this.#unread = "";
    } else if (this.#open.at(-1) === asWritten(name)) {
      this.#open.pop();
      this.#pieces.push(`</${asWritten(name)}>`);
    }
  }

  text(from: number, to: number): void {
    if (this.#unread === "") this.#pieces.push(this.#html.slice(from, to).replaceAll("<", "&lt;"));
  }

  written(): string {
    // A start tag that the text ends in is none.
    if (this.#element !== "") this.#pieces.splice(this.#pieces.lastIndexOf(`<${this.#element}`));
    return (
      this.#pieces.join("") +
      this.#open
        .toReversed()
        .map((name) => `</${name}>`)
        .join("")
    );
  }

  #name(from: number, to: number): string {
    return to - from > longestName ? "" : this.#html.slice(from, to).toLowerCase();
  }
}

function asWritten(name: string): string {
  return name === "body" ? "div" : name;
}
