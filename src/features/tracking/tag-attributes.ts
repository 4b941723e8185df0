/** An attribute in the text of a start tag, with the white space before it. */
export interface TagAttribute {
  /** In lower case. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** HTML's white space; `\s` is more, and among it an octet that a character of a raw message may have in it. */
const space = /[\t\n\f\r ]/;
const nameEnd = /[\t\n\f\r =>/]/;

/** Finds the attributes of a start tag, `<a href="…">`, as browsers do (HTML §13.2.5.32 ff.), in one pass. */
export function attributesIn(tag: string): TagAttribute[] {
  const attributes: TagAttribute[] = [];
  let at = 1;
  while (at < tag.length && !nameEnd.test(tag.charAt(at))) at++;
  while (at < tag.length) {
    const start = at;
    while (space.test(tag.charAt(at)) || tag.charAt(at) === "/") at++;
    if (at >= tag.length || tag.charAt(at) === ">") break;
    const nameStart = at;
    // An equals sign may begin a name, and only there.
    at++;
    while (at < tag.length && !nameEnd.test(tag.charAt(at))) at++;
    const name = tag.slice(nameStart, at).toLowerCase();
    at = endOfValue(tag, at);
    attributes.push({ name, start, end: at });
  }
  return attributes;
}

function endOfValue(tag: string, nameEndsAt: number): number {
  let at = nameEndsAt;
  while (space.test(tag.charAt(at))) at++;
  if (tag.charAt(at) !== "=") return nameEndsAt;
  at++;
  while (space.test(tag.charAt(at))) at++;
  const quote = tag.charAt(at);
  if (quote === '"' || quote === "'") {
    const end = tag.indexOf(quote, at + 1);
    return end === -1 ? tag.length : end + 1;
  }
  while (at < tag.length && tag.charAt(at) !== ">" && !space.test(tag.charAt(at))) at++;
  return at;
}
