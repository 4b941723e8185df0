// What the tests of signatures trust: the signer of the AWS SDK.
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { WireRequest } from "#protocols/sigv4/request.ts";

/** When every sample is signed. */
export const now = Date.UTC(2026, 0, 31, 12, 0, 0);
export const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
export const accessKeyId = "AKIDEXAMPLE234567ABC";

/** The hash class that the signer asks for, on node:crypto. */
export class Sha256 {
  readonly #hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(key));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

export interface Sample {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export const sample: Sample = {
  method: "POST",
  path: "/v2/email/identities",
  query: {},
  headers: { host: "email.eu-west-1.amazonaws.com", "content-type": "application/json" },
  body: '{"EmailIdentity":"example.com"}',
};

function signerWith(credentials: { sessionToken?: string } = {}): SignatureV4 {
  return new SignatureV4({
    service: "ses",
    region: "eu-west-1",
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey: secret, ...credentials },
  });
}

function httpRequest(of: Sample) {
  return { protocol: "http:", hostname: "email.eu-west-1.amazonaws.com", ...of };
}

function rawQuery(query: Record<string, unknown> = {}): string {
  return Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => `${enc(name)}=${enc(String(one))}`))
    .join("&");
}

function enc(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export async function signed(of: Sample = sample, sessionToken?: string): Promise<WireRequest> {
  const signer = signerWith(sessionToken === undefined ? {} : { sessionToken });
  const request = await signer.sign(httpRequest(of), { signingDate: new Date(now) });
  return {
    method: of.method,
    path: of.path,
    query: rawQuery(of.query),
    headers: Object.entries(request.headers).flat(),
  };
}

export async function presigned(of: Sample = sample, expiresIn = 600): Promise<WireRequest> {
  const request = await signerWith().presign(httpRequest(of), { signingDate: new Date(now), expiresIn });
  return {
    method: of.method,
    path: of.path,
    query: rawQuery(request.query ?? {}),
    headers: Object.entries(request.headers).flat(),
  };
}
