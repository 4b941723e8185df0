import { withoutComment } from "./content-type.ts";
import { fromQuotedPrintable } from "./from-quoted-printable.ts";

/** Enough for 11 MB of lines that are padded each; more would be there to keep a reader waiting. */
const mostPaddings = 200_000;

/** What is outside the alphabet says nothing (RFC 2045 §6.8), `-` and `_` too. Behind a padding another text may begin, put together by a program. */
function fromBase64(text: string): Uint8Array {
  const encoded = text.replaceAll(/[^A-Za-z0-9+/=]+/g, "");
  const decoded = Buffer.alloc(Math.ceil((encoded.length * 3) / 4));
  let length = 0;
  let left = mostPaddings;
  for (const [piece] of encoded.matchAll(/[^=]+/g)) {
    length += decoded.write(piece, length, "base64");
    if (--left === 0) break;
  }
  return decoded.subarray(0, length);
}

/** What a part says, its Content-Transfer-Encoding undone; one that is not known is taken for none. */
export function withoutTransferEncoding(body: Uint8Array, encoding: string | undefined): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  switch (withoutComment(encoding ?? "")) {
    case "base64":
      return fromBase64(bytes.toString("latin1"));
    case "quoted-printable":
      return fromQuotedPrintable(bytes);
    default:
      return bytes;
  }
}
