import { type Entity, writeEntity } from "#protocols/mime/change-parts.ts";
import { forSigning } from "#protocols/mime/for-signing.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { ownBytes } from "#protocols/mime/own-bytes.ts";
import { base64Lines } from "#protocols/mime/text-part.ts";
import { detachedSignature, type SmimeSigner } from "./signature.ts";

interface Surroundings {
  /** Makes the boundary: `platform/random.ts`. */
  readonly random: { bytes(count: number): Uint8Array };
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What says how the content is to be read goes with it; all else stays in the message's own header. */
const ofContent = /^content-/i;
const replaced = /^(?:content-.*|mime-version)$/i;

/** A message, with CRLF lines, as multipart/signed (RFC 8551 §3.5.3). Throws where its header cannot be read. */
export async function signedMessage(
  message: Uint8Array,
  signer: SmimeSigner,
  { random, now }: Surroundings,
): Promise<Uint8Array> {
  const reading = readMessage(message);
  if (!reading.ok) throw new TypeError(reading.fault);
  const content = writeEntity(forSigning(contentOf(reading)));
  const signature = await detachedSignature(content, signer, now);
  const boundary = `=_${Buffer.from(random.bytes(12)).toString("hex")}`;
  const header = [
    ...reading.fields.filter(({ name }) => !replaced.test(name)).map(({ name, value }) => `${name}:${value}`),
    "MIME-Version: 1.0",
    'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
    ` micalg=sha-256; boundary="${boundary}"`,
    "",
    "This is an S/MIME signed message",
    "",
    `--${boundary}`,
    "",
  ].join("\r\n");
  const signaturePart = [
    "",
    `--${boundary}`,
    'Content-Type: application/pkcs7-signature; name="smime.p7s"',
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="smime.p7s"',
    "",
    `${base64Lines(signature)}--${boundary}--`,
    "",
  ].join("\r\n");
  return ownBytes([Buffer.from(header, "latin1"), content, signaturePart]);
}

function contentOf({ fields, body }: Entity): Entity {
  const own = fields.filter(({ name }) => ofContent.test(name));
  const says = own.some(({ name }) => name.toLowerCase() === "content-type");
  return { fields: says ? own : [{ name: "Content-Type", value: " text/plain" }, ...own], body };
}
