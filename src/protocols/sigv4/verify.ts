import { hash } from "node:crypto";
import { canonicalPath } from "./canonical-path.ts";
import { canonicalQuery } from "./canonical-query.ts";
import { deriveVerifyingKey } from "./ecdsa-key.ts";
import { SignatureError } from "./fault.ts";
import { findHeader, type WireRequest } from "./request.ts";
import { ecdsaAlgorithm, type Signature } from "./signature.ts";
import { canonicalHeader } from "./signed-headers.ts";
import { deriveSigningKey } from "./signing-key.ts";
import { writeTimestamp } from "./timestamp.ts";
import type { VerifyingKey } from "./verifying-key.ts";

const skewMs = 15 * 60_000;

/** @throws SignatureError `expired` when a signature is too old, or from more than 15 minutes ahead. */
export function checkTime({ timestamp, signedAt, validSeconds }: Signature, now: number): void {
  const earliest = now - validSeconds * 1000;
  if (signedAt < earliest) {
    throw new SignatureError(
      "expired",
      `Signature expired: ${timestamp} is now earlier than ${writeTimestamp(earliest)} (${writeTimestamp(now)} - ${inWords(validSeconds)}.)`,
    );
  }
  const latest = now + skewMs;
  if (signedAt > latest) {
    throw new SignatureError(
      "expired",
      `Signature not yet current: ${timestamp} is still later than ${writeTimestamp(latest)} (${writeTimestamp(now)} + 15 min.)`,
    );
  }
}

function inWords(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} sec`;
}

/** The keys of the clients that were here lately: deriving one costs as much as checking two requests. */
export class Verifier {
  readonly #keys = new Map<string, { readonly secret: string; readonly key: VerifyingKey }>();
  readonly #maxKeys: number;

  constructor({ maxKeys = 1024 } = {}) {
    this.#maxKeys = maxKeys;
  }

  /**
   * Checks that the holder of `secret` signed this request and this body.
   *
   * @throws SignatureError `mismatch`.
   */
  verify(signature: Signature, request: WireRequest, secret: string, body: Uint8Array): void {
    const bodyHash = body.length === 0 ? emptyHash : hash("sha256", body);
    checkPayloadHeader(request, bodyHash);
    const canonical = canonicalRequest(signature, request, bodyHash);
    const scope = scopeText(signature);
    const toSign = `${signature.algorithm}\n${signature.timestamp}\n${scope}\n${hash("sha256", canonical)}`;
    const name = keyName(signature, scope);
    const cached = this.#keys.get(name);
    const hit = cached?.secret === secret;
    const key = hit ? cached.key : keyFor(signature, secret);
    // SigV4a's costs more to derive, and an access key has one alone.
    const isOnlyOne = signature.algorithm === ecdsaAlgorithm;
    if (!hit && isOnlyOne) this.#remember(name, { secret, key });
    if (!key.verifies(toSign, octetsIn(signature.value))) {
      throw new SignatureError("mismatch", mismatchMessage(canonical, toSign));
    }
    // Of the others, which anybody may ask for by any scope, only what was proven takes a place: nobody pushes out keys by guessing.
    if (!hit && !isOnlyOne) this.#remember(name, { secret, key });
  }

  #remember(name: string, entry: { secret: string; key: VerifyingKey }): void {
    const oldest = this.#keys.size >= this.#maxKeys ? this.#keys.keys().next().value : undefined;
    if (oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(name, entry);
  }
}

/** None of what is not hexadecimal to its end: up to there, `Buffer` would read it. */
function octetsIn(hex: string): Buffer {
  const octets = Buffer.from(hex, "hex");
  return octets.length * 2 === hex.length ? octets : Buffer.alloc(0);
}

function scopeText(signature: Signature): string {
  const { date, service } = signature.scope;
  // SigV4a says elsewhere for which regions it is.
  const place = signature.algorithm === ecdsaAlgorithm ? "" : `${signature.scope.region}/`;
  return `${date}/${place}${service}/aws4_request`;
}

function keyName({ algorithm, accessKeyId }: Signature, scope: string): string {
  return algorithm === ecdsaAlgorithm ? `${accessKeyId}/${algorithm}` : `${accessKeyId}/${scope}`;
}

function keyFor(signature: Signature, secret: string): VerifyingKey {
  return signature.algorithm === ecdsaAlgorithm
    ? deriveVerifyingKey(signature.accessKeyId, secret)
    : deriveSigningKey(secret, signature.scope);
}

const emptyHash = hash("sha256", "");

function canonicalRequest({ signedHeaders }: Signature, request: WireRequest, bodyHash: string): string {
  let text = `${request.method}\n${canonicalPath(request.path)}\n${canonicalQuery(request.query)}\n`;
  for (const name of signedHeaders.names) text += `${name}:${canonicalHeader(request.headers, name)}\n`;
  return `${text}\n${signedHeaders.list}\n${bodyHash}`;
}

/**
 * `UNSIGNED-PAYLOAD` and `STREAMING-…` belong to S3: other services hash the body they got, whatever the header says.
 * So the body is always part of what is checked.
 */
function checkPayloadHeader(request: WireRequest, bodyHash: string): void {
  const header = findHeader(request.headers, "x-amz-content-sha256");
  if (header === undefined || header.value === bodyHash) return;
  throw new SignatureError(
    "mismatch",
    /^[0-9a-f]{64}$/i.test(header.value)
      ? "The provided 'x-amz-content-sha256' header does not match what was computed."
      : `'x-amz-content-sha256' must be the SHA-256 of the body: unsigned and streamed payloads exist for S3 only. Got '${header.value.slice(0, 64)}'.`,
  );
}

/** AWS shows both strings too. They hold nothing that the client did not send, and without them a mismatch is a riddle. */
function mismatchMessage(canonical: string, toSign: string): string {
  return [
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    `The Canonical String for this request should have been\n'${canonical}'`,
    `The String-to-Sign should have been\n'${toSign}'`,
  ].join("\n\n");
}
