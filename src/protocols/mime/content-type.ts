/** What a Content-Type field says (RFC 2045 §5). */
export interface ContentType {
  /** `message/delivery-status`, in lower case. */
  readonly type: string;
  /** In lower-case names; values as they were written, unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

export function readContentType(value: string): ContentType {
  const readable = value.slice(0, 2_000);
  const parameters = new Map<string, string>();
  for (const [, name = "", text = ""] of readable.matchAll(parameterForm)) {
    const lower = name.toLowerCase();
    if (!parameters.has(lower))
      parameters.set(lower, lower === "boundary" ? boundaryIn(text) : unquoted(text.trim()));
  }
  const type = unquoted(withoutComment(readable));
  // RFC 2045 §5.2: what is no type is taken for plain text.
  return { type: type.includes("/") ? type : "text/plain", parameters };
}

/** A comment may follow it, and no boundary ends with white space (RFC 2046 §5.1.1). */
function boundaryIn(text: string): string {
  const comment = text.startsWith('"') ? -1 : text.indexOf(" (");
  return unquoted(text.slice(0, comment === -1 ? undefined : comment).trim()).trimEnd();
}

/** In lower case, without the comment or the parameters behind it. */
export function withoutComment(value: string): string {
  return (value.split(/[;(]/, 1)[0] ?? "").trim().toLowerCase();
}

/** `; name="value"` (RFC 2045 §5.1), of a field's value that begins with something else. */
export const parameterForm = /;\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/gs;

export function unquoted(text: string): string {
  return text.startsWith('"')
    ? text.slice(1, text.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/gs, "$1")
    : text;
}
