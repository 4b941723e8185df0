/** An attribute in the text of a start tag, with the white space before it. */
export interface TagAttribute {
  /** In lower case. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const tagName = /<[^\t\n\f\r =>/]*/y;
/**
 * White space, a name, and a value, as browsers find them (HTML §13.2.5.32 ff.): an equals sign may begin a name, and a quote that is never
 * closed goes on to the end. HTML's white space; `\s` is more, and among it an octet that a character of a raw message may have in it.
 */
const attribute =
  /[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r =>/]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\t\n\f\r >]*))?/y;

/** Finds the attributes of a start tag, `<a href="…">`, in one pass. */
export function* attributesIn(tag: string): Generator<TagAttribute> {
  tagName.lastIndex = 0;
  tagName.test(tag);
  for (let start = tagName.lastIndex; ; ) {
    attribute.lastIndex = start;
    const [, name] = attribute.exec(tag) ?? [];
    if (name === undefined) return;
    const end = attribute.lastIndex;
    yield { name: name.toLowerCase(), start, end };
    start = end;
  }
}
