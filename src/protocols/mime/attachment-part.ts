import { encodedWords, isPlain } from "./encoded-word.ts";
import { BadHeaderField, unstructuredField } from "./header-line.ts";
import { quotedPrintable } from "./quoted-printable.ts";
import { base64Lines, is7bit, longestLine } from "./text-part.ts";

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
  /** As the sender would have it; undefined: base64. */
  readonly transferEncoding: "base64" | "quoted-printable" | "7bit" | undefined;
}

/** A part with a file in it. Whatever it holds arrives as it was: what 7bit cannot carry goes in base64. */
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
    encoded(file.content, encodingFor(type, file.transferEncoding))
  );
}

/** RFC 2046 §5.2.1: messages within a message, and parts of it, are to be found without decoding. */
function encodingFor(
  type: string,
  wanted: AttachedFile["transferEncoding"],
): AttachedFile["transferEncoding"] {
  return /^(?:message|multipart)\//i.test(type) ? "7bit" : wanted;
}

/** The last field and the body, which ends with the CRLF that belongs to the boundary after it. */
function encoded(content: Uint8Array, wanted: AttachedFile["transferEncoding"]): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const field = (encoding: string) => `Content-Transfer-Encoding: ${encoding}\r\n\r\n`;
  if (wanted === "7bit" && is7bit(bytes)) return `${field("7bit")}${bytes.toString("latin1")}\r\n`;
  if (wanted === "quoted-printable") {
    return `${field("quoted-printable")}${quotedPrintable(bytes)}\r\n`;
  }
  return `${field("base64")}${base64Lines(bytes)}`;
}

/** With parameters (RFC 2045 §5.1), but nothing that would end the line. */
const contentType = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(?:;[ -~]*)?$/;

/** With the parameter's name before it and a semicolon behind, 76 characters. */
const longestPiece = 60;

/** RFC 2231 where it is not ASCII; `name` as an encoded word too, which old readers know. */
function fileNameParameter(parameter: "name" | "filename", fileName: string): string {
  if (/[\r\n\0]/.test(fileName)) throw new BadHeaderField("A file name has a line end or NUL in it.");
  if (isPlain(fileName)) return ` ${parameter}="${fileName.replaceAll(/["\\]/g, "\\$&")}"`;
  if (parameter === "name") return ` name="${encodedWords(fileName).replaceAll(" ", "\r\n ")}"`;
  const characters = Array.from(fileName, (one) => encodeURIComponent(one).replaceAll(/['()*]/g, percent));
  const whole = ` filename*=UTF-8''${characters.join("")}`;
  return whole.length <= longestLine ? whole : inPieces(characters);
}

/** RFC 2231 §3 and §4.1: what would make a line that is too long is put together again from its parts. */
function inPieces(characters: readonly string[]): string {
  const pieces = ["UTF-8''"];
  for (const character of characters) {
    const last = pieces.length - 1;
    const longer = `${pieces[last]}${character}`;
    if (longer.length <= longestPiece) pieces[last] = longer;
    else pieces.push(character);
  }
  return pieces.map((piece, index) => ` filename*${index}*=${piece}`).join(";\r\n");
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
