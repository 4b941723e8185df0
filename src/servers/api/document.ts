import type { Readable } from "node:stream";

/** An answer that is sent as it is, in either dialect: a page, the source of a message. */
export class Document {
  readonly contentType: string;
  readonly content: string | Uint8Array | Readable;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    contentType: string,
    content: string | Uint8Array | Readable,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.contentType = contentType;
    this.content = content;
    this.headers = headers;
  }
}
