export type TagListReading =
  | { readonly ok: true; readonly tags: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly fault: string };

const tagName = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Reads `name=value; name=value;` (RFC 6376 §3.2). Values keep their inner white space; the last `;` may be missing. */
export function readTagList(text: string): TagListReading {
  const tags = new Map<string, string>();
  for (const tag of text.split(";")) {
    const written = tag.trim();
    if (written === "") continue;
    const equals = written.indexOf("=");
    if (equals === -1) return refused(`It has a part without "=": ${excerpt(written)}.`);
    const name = written.slice(0, equals).trim();
    if (!tagName.test(name)) return refused(`It has a tag with a bad name: ${excerpt(name)}.`);
    // RFC 6376 §3.2: a list with a repeated tag is invalid as a whole.
    if (tags.has(name)) return refused(`It has the tag ${excerpt(name)} twice.`);
    tags.set(name, written.slice(equals + 1).trim());
  }
  return { ok: true, tags };
}

/** Foreign text made fit for a sentence: short, on one line. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function refused(fault: string): TagListReading {
  return { ok: false, fault };
}
