import { changeParts, type Entity, inEncoding } from "./change-parts.ts";
import { readContentType } from "./content-type.ts";
import { valueIn } from "./parts.ts";
import { base64Lines, hasLongLine } from "./text-part.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

/** Changes a text, of which one character is one octet: whatever its charset, what is ASCII in it can be read and written. */
export type Rewrite = (text: string, kind: "plain" | "html") => string;

/** Rewrites the texts that a recipient reads, wherever they are in a message with CRLF lines; attachments stay as they were. */
export function rewriteTexts(message: Entity, rewrite: Rewrite): Entity {
  return changeParts(message, (part) => {
    const { type, parameters } = readContentType(valueIn(part.fields, "content-type") ?? "text/plain");
    const kind = type === "text/html" ? "html" : type === "text/plain" ? "plain" : undefined;
    const isShown = !/^\s*attachment\b/i.test(valueIn(part.fields, "content-disposition") ?? "");
    return kind !== undefined && isShown && extendsAscii(parameters.get("charset"))
      ? rewrittenText(part, (text) => rewrite(text, kind))
      : undefined;
  });
}

function rewrittenText(part: Entity, rewrite: (text: string) => string): Entity | undefined {
  const encoding = valueIn(part.fields, "content-transfer-encoding")?.toLowerCase();
  const text = Buffer.from(withoutTransferEncoding(part.body, encoding)).toString("latin1");
  const changed = rewrite(text);
  if (changed === text) return undefined;
  const bytes = Buffer.from(changed, "latin1");
  const isPlain = encoding === undefined || encoding === "7bit" || encoding === "8bit";
  if (isPlain && !hasLongLine(changed)) return { fields: part.fields, body: bytes };
  return inEncoding(part, "base64", base64Lines(bytes));
}

/** Whether an octet below 128 is what it is in ASCII, wherever it stands. */
function extendsAscii(charset = "us-ascii"): boolean {
  return !/^(?:utf-?(?:7|16|32)|ucs|iso-?2022|hz|csiso2022)/i.test(charset);
}
