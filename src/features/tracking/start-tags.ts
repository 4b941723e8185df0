import { Tokenizer } from "htmlparser2";

export interface StartTag {
  /** In the text: from `<` to after `>`. */
  readonly start: number;
  readonly end: number;
  /** Those that matter here, values decoded; of those that are given twice, the first. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Of others there may be millions. */
const wanted: ReadonlySet<string> = new Set(["href", "ses:no-track", "ses:tags"]);
const longestWanted = 12;

/** What is looked for in HTML, as it goes by. */
export interface SeenTags {
  readonly onLink: (tag: StartTag) => void;
  /** Where `</body>` begins. */
  readonly onBodyEnd: (start: number) => void;
}

/**
 * Reads HTML tag by tag, as browsers do: not those in comments and scripts. What is open is not kept, for nothing here depends on it, and
 * a parser that does is quadratic in how deep elements are nested.
 */
export function readTags(html: string, { onLink, onBodyEnd }: SeenTags): void {
  let start = 0;
  let attributes: Map<string, string> | undefined;
  /** Empty for one that is not wanted. */
  let name = "";
  let value = "";
  const isNamed = (wanted: string, from: number, to: number) =>
    to - from === wanted.length && html.slice(from, to).toLowerCase() === wanted;
  const finish = (end: number) => {
    if (attributes !== undefined) onLink({ start, end: end + 1, attributes });
    attributes = undefined;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(from, to) {
        start = from - 1;
        attributes = isNamed("a", from, to) ? new Map() : undefined;
      },
      onattribname(from, to) {
        const given =
          attributes === undefined || to - from > longestWanted ? "" : html.slice(from, to).toLowerCase();
        name = wanted.has(given) ? given : "";
        value = "";
      },
      onattribdata(from, to) {
        if (name !== "") value += html.slice(from, to);
      },
      onattribentity(codePoint) {
        if (name !== "") value += String.fromCodePoint(codePoint);
      },
      onattribend() {
        if (name !== "" && attributes?.has(name) === false) attributes.set(name, value);
      },
      onopentagend: finish,
      onselfclosingtag: finish,
      onclosetag(from, to) {
        if (isNamed("body", from, to)) onBodyEnd(from - 2);
      },
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onend() {},
      onprocessinginstruction() {},
      ontext() {},
      ontextentity() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
