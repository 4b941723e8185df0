import { encodedWords, isPlain } from "./encoded-word.ts";
import { BadHeaderField, unstructuredField } from "./header-line.ts";
import { base64Lines } from "./text-part.ts";

/** A file that goes with a message. */
export interface AttachedFile {
  readonly fileName: string;
  readonly content: Uint8Array;
  /** `image/png`; undefined: by the extension of the name, where that is known. */
  readonly contentType: string | undefined;
  /** Without angle brackets: what the HTML calls `cid:…`. */
  readonly contentId: string | undefined;
  readonly description: string | undefined;
  readonly disposition: "attachment" | "inline";
}

/** A part with a file in it, always in base64: whatever it holds arrives as it was. */
export function attachmentPart(file: AttachedFile): string {
  const type = file.contentType ?? typeOf(file.fileName);
  if (!contentType.test(type)) throw new BadHeaderField(`${JSON.stringify(type)} is no content type.`);
  const { contentId, description } = file;
  if (contentId !== undefined && !/^[!-~]+$/.test(contentId)) {
    throw new BadHeaderField(`${JSON.stringify(contentId)} is no content id.`);
  }
  return (
    `Content-Type: ${type};\r\n${fileNameParameter("name", file.fileName)}\r\n` +
    `Content-Disposition: ${file.disposition};\r\n${fileNameParameter("filename", file.fileName)}\r\n` +
    (contentId === undefined ? "" : `Content-ID: <${contentId.replaceAll(/^<|>$/g, "")}>\r\n`) +
    (description === undefined ? "" : unstructuredField("Content-Description", description)) +
    `Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(Buffer.from(file.content))}`
  );
}

/** With parameters (RFC 2045 §5.1), but nothing that would end the line. */
const contentType = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(?:;[ -~]*)?$/;

/** RFC 2231 where it is not ASCII; `name` as an encoded word too, which old readers know. */
function fileNameParameter(parameter: "name" | "filename", fileName: string): string {
  if (/[\r\n\0]/.test(fileName)) throw new BadHeaderField("A file name has a line end or NUL in it.");
  if (isPlain(fileName)) return ` ${parameter}="${fileName.replaceAll(/["\\]/g, "\\$&")}"`;
  if (parameter === "name") return ` name="${encodedWords(fileName).replaceAll(" ", "\r\n ")}"`;
  return ` filename*=UTF-8''${encodeURIComponent(fileName).replaceAll(/['()*]/g, percent)}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

const types: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webp: "image/webp",
  xml: "application/xml",
  zip: "application/zip",
};

function typeOf(fileName: string): string {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return types[extension] ?? "application/octet-stream";
}
