import { readContentType } from "#protocols/mime/content-type.ts";
import { headerEnd, readMessage } from "#protocols/mime/header-fields.ts";
import { partRanges, valueIn } from "#protocols/mime/parts.ts";

/** A multipart/signed message: the octets that were signed, and the signature. Throws where it is none. */
export function takeApart(message: Uint8Array): { readonly content: Buffer; readonly signature: Buffer } {
  const reading = readMessage(message);
  if (!reading.ok) throw new Error(reading.fault);
  const { type, parameters } = readContentType(valueIn(reading.fields, "content-type") ?? "");
  if (type !== "multipart/signed") throw new Error(`It is of the type ${type}.`);
  const [content, signature, ...more] = partRanges(reading.body, parameters.get("boundary") ?? "", 3) ?? [];
  if (content === undefined || signature === undefined || more.length > 0)
    throw new Error("It has no two parts.");
  const octets = (from: number, to: number) => Buffer.from(reading.body.subarray(from, to));
  const ofSignature = octets(signature.start, signature.end);
  const base64 = ofSignature.subarray(headerEnd(ofSignature).bodyStart).toString("latin1");
  return { content: octets(content.start, content.end), signature: Buffer.from(base64, "base64") };
}
