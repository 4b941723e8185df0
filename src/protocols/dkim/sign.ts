import { type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { sha256 } from "#protocols/digest/sha256.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { hasOnlyCrlf } from "#protocols/mime/line-ends.ts";
import { relaxedField, simpleBody } from "./canonical.ts";
import { signedFields } from "./signed-fields.ts";

/** In whose name to sign. */
export interface DkimSigner {
  /** `d=`: a domain in A-labels. */
  readonly domain: string;
  /** `s=`: the label before `._domainkey.`. */
  readonly selector: string;
  /** RSA; opened once and kept by the caller. */
  readonly privateKey: KeyObject;
}

/** The message is none that can be signed: it lacks From, has a bare CR or LF, or a line in its header is no field. */
export class UnsignableMessage extends Error {
  override readonly name = "UnsignableMessage";
}

const signOnThreadPool = promisify(sign);

/**
 * The DKIM-Signature fields for a message, one for each signer and each with its CRLF, to be put before everything else
 * (RFC 6376 §3.5): rsa-sha256 and relaxed/simple, as SES signs. `now` is in milliseconds. The message is read and hashed once for
 * all of them; the RSA operations run on the thread pool.
 * @throws {UnsignableMessage}
 */
export async function dkimSignatures(
  message: Uint8Array,
  signers: readonly DkimSigner[],
  now: number,
): Promise<string[]> {
  if (!hasOnlyCrlf(message)) throw new UnsignableMessage("The message has a bare CR or LF.");
  const reading = readMessage(message);
  if (!reading.ok) throw new UnsignableMessage(reading.fault);
  const { names, fields } = signedFields(reading.fields);
  if (!fields.some(({ name }) => name.toLowerCase() === "from")) {
    throw new UnsignableMessage("The message has no From field.");
  }
  const header = fields.map(({ name, value }) => `${relaxedField(name, value)}\r\n`).join("");
  const ofMessage = [`h=${foldNames(names)};`, `bh=${await sha256(simpleBody(reading.body))};`, "b="];
  const sign = async ({ domain, selector, privateKey }: DkimSigner): Promise<string> => {
    const tags = [
      ` v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple; s=${selector};`,
      `d=${domain}; t=${Math.floor(now / 1_000)};`,
      ...ofMessage,
    ].join(fold);
    const signedText = Buffer.from(header + relaxedField("DKIM-Signature", tags), "latin1");
    const signature = await signOnThreadPool("sha256", signedText, privateKey);
    return `DKIM-Signature:${tags}${foldBase64(signature.toString("base64"))}\r\n`;
  };
  return await Promise.all(signers.map(sign));
}

const fold = "\r\n\t";
const lineLength = 72;

function foldNames(names: readonly string[]): string {
  let folded = "";
  let column = 0;
  for (const [index, name] of names.entries()) {
    const separator = index === 0 ? "" : ":";
    const breaks = column > 0 && column + name.length > lineLength;
    folded += breaks ? `${separator}${fold}${name}` : `${separator}${name}`;
    column = breaks ? name.length : column + name.length + 1;
  }
  return folded;
}

function foldBase64(text: string): string {
  let folded = "";
  for (let start = 0; start < text.length; start += lineLength) {
    folded += (start === 0 ? "" : fold) + text.slice(start, start + lineLength);
  }
  return folded;
}
