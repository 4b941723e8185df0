import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accessKeyId,
  now,
  presigned,
  type Sample,
  sample,
  secret,
  signed,
} from "#test/support/signing-oracle.ts";
import { SignatureError, type SignatureFault } from "./fault.ts";
import { readHeaderSignature, readQuerySignature } from "./read-signature.ts";
import type { WireRequest } from "./request.ts";
import type { Signature } from "./signature.ts";
import { checkTime, Verifier } from "./verify.ts";

function read(request: WireRequest): Signature {
  const at = request.headers.indexOf("authorization");
  return at === -1
    ? readQuerySignature(request, ["ses"])
    : readHeaderSignature(request.headers[at + 1] ?? "", request, ["ses"]);
}

function check(request: WireRequest, { body = sample.body, at = now, key = secret } = {}): Signature {
  const signature = read(request);
  checkTime(signature, at);
  new Verifier().verify(signature, request, key, Buffer.from(body));
  return signature;
}

function withHeader(request: WireRequest, name: string, value: string): WireRequest {
  const headers = [...request.headers];
  const at = headers.indexOf(name);
  if (at === -1) headers.push(name, value);
  else headers[at + 1] = value;
  return { ...request, headers };
}

function withoutHeader(request: WireRequest, name: string): WireRequest {
  const at = request.headers.indexOf(name);
  return { ...request, headers: request.headers.filter((_, index) => index !== at && index !== at + 1) };
}

function inAuthorization(request: WireRequest, from: string | RegExp, to: string): WireRequest {
  const value = request.headers[request.headers.indexOf("authorization") + 1] ?? "";
  return withHeader(request, "authorization", value.replace(from, to));
}

function refuses(act: () => unknown, fault: SignatureFault, message: RegExp, what = ""): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof SignatureError, String(error));
    assert.equal(error.fault, fault, `${what} ${error.message}`);
    assert.match(error.message, message);
    return true;
  });
}

test("accepts what the signer of the AWS SDK signs", async () => {
  const samples: Partial<Sample>[] = [
    {},
    { method: "GET", path: "/v2/email/identities/user%40example.com", body: "" },
    { method: "GET", path: "/v2/email/identities/a%2Bb%2Fc%20d%25", body: "" },
    { method: "DELETE", path: "/v2/email/identities/x/policies/%C3%A9/", body: "" },
    { method: "GET", path: "/v2/email/identities/../x/./y//z", body: "" },
    { method: "GET", path: "/", body: "" },
    { method: "GET", query: { NextToken: "a b+c/=&~*'()!", PageSize: "10" }, body: "" },
    {
      method: "DELETE",
      query: { TagKeys: ["b", "a", "a-b", "a b"], ResourceArn: "arn:aws:ses:x" },
      body: "",
    },
    { method: "GET", query: { a: "", "a-": "1", "a.": "2", Ü: "é" }, body: "" },
    { headers: { ...sample.headers, "x-amz-meta": "  two   spaces\tand\t tabs  " } },
    { headers: { ...sample.headers, "x-empty": "", "amz-sdk-request": "attempt=1; max=3" } },
    { body: "é".repeat(10_000) },
  ];
  for (const change of samples) {
    const of = { ...sample, ...change };
    const signature = check(await signed(of), { body: of.body });
    assert.equal("region" in signature.scope && signature.scope.region, "eu-west-1");
    assert.equal(signature.accessKeyId, accessKeyId);
    check(await presigned(of), { body: of.body });
  }
});

test("whatever changes on the way makes it a mismatch", async () => {
  const request = await signed({ ...sample, query: { PageSize: "10" } });
  const changes: Record<string, WireRequest> = {
    method: { ...request, method: "PUT" },
    path: { ...request, path: "/v2/email/identities/" },
    query: { ...request, query: "PageSize=11" },
    "query added": { ...request, query: "PageSize=10&PageSize=10" },
    host: withHeader(request, "host", "email.eu-west-2.amazonaws.com"),
    "content type": withHeader(request, "content-type", "text/plain"),
    "content type gone": withoutHeader(request, "content-type"),
    "host repeated": { ...request, headers: [...request.headers, "Host", "evil.example"] },
    date: withHeader(request, "x-amz-date", "20260131T120001Z"),
    signature: inAuthorization(request, /Signature=.*/, `Signature=${"0".repeat(64)}`),
    "short signature": inAuthorization(request, /Signature=.*/, "Signature=00"),
    "no signature": inAuthorization(request, /Signature=.*/, "Signature="),
    "signature with a digit more": inAuthorization(request, /Signature=.*/, "$&0"),
    "signature with something behind it": inAuthorization(request, /Signature=.*/, "$&zz"),
    region: inAuthorization(request, "eu-west-1", "eu-west-2"),
  };
  check(request);
  for (const [what, changed] of Object.entries(changes)) {
    refuses(() => check(changed), "mismatch", /does not match the signature you provided/, what);
  }
  refuses(() => check(request, { key: `${secret}x` }), "mismatch", /The String-to-Sign should have been/);
  refuses(() => check(request, { body: `${sample.body} ` }), "mismatch", /x-amz-content-sha256/);
});

test("the body counts even when no header names its hash", async () => {
  const request = await presigned();
  assert.equal(request.headers.includes("x-amz-content-sha256"), false);
  check(request);
  refuses(() => check(request, { body: "{}" }), "mismatch", /Canonical String/);
});

test("unsigned and streamed payloads are refused, for they belong to S3", async () => {
  for (const payload of ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"]) {
    const headers = { ...sample.headers, "x-amz-content-sha256": payload };
    const request = await signed({ ...sample, headers });
    refuses(() => check(request), "mismatch", /exist for S3 only/);
  }
});

test("a signature counts from 15 minutes before to 15 minutes after", async () => {
  const request = await signed();
  const minute = 60_000;
  check(request, { at: now + 15 * minute });
  check(request, { at: now - 15 * minute });
  refuses(
    () => check(request, { at: now + 15 * minute + 1000 }),
    "expired",
    /^Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z \(20260131T121501Z - 15 min\.\)$/,
  );
  refuses(
    () => check(request, { at: now - 16 * minute }),
    "expired",
    /^Signature not yet current: 20260131T120000Z is still later than 20260131T115900Z \(20260131T114400Z \+ 15 min\.\)$/,
  );
});

test("a presigned URL counts as long as it says, at most seven days", async () => {
  const week = 7 * 24 * 3600;
  check(await presigned(sample, week), { at: now + week * 1000 });
  const short = await presigned(sample, 90);
  check(short, { at: now + 90_000 });
  refuses(() => check(short, { at: now + 91_000 }), "expired", /Signature expired: .* - 90 sec\.\)$/);
  for (const expires of ["0", "604801", "-1", "1e3", "", "9999999999"]) {
    const changed = { ...short, query: short.query.replace("X-Amz-Expires=90", `X-Amz-Expires=${expires}`) };
    refuses(() => check(changed), "incomplete", /X-Amz-Expires/);
  }
});

test("each missing or malformed part has its own message", async () => {
  const request = await signed();
  const cases: [WireRequest, SignatureFault, RegExp][] = [
    [inAuthorization(request, "Credential=", "C="), "incomplete", /requires 'Credential' parameter/],
    [inAuthorization(request, "SignedHeaders=", "S="), "incomplete", /requires 'SignedHeaders' parameter/],
    [inAuthorization(request, "Signature=", "S="), "incomplete", /requires 'Signature' parameter/],
    [withoutHeader(request, "x-amz-date"), "incomplete", /'X-Amz-Date' or a 'Date' header/],
    [{ ...request, headers: [...request.headers, "X-Amz-Date", "x"] }, "incomplete", /more than once/],
    [withHeader(request, "x-amz-date", "2026-01-31"), "incomplete", /ISO-8601 'basic format'/],
    [
      withHeader(request, "x-amz-date", "20260231T120000Z"),
      "incomplete",
      /ISO-8601 'basic format'|does not match/,
    ],
    [inAuthorization(request, /SignedHeaders=[^,]+/, "SignedHeaders=x-amz-date"), "incomplete", /'Host'/],
    [
      inAuthorization(request, /SignedHeaders=[^,]+/, "SignedHeaders=host"),
      "incomplete",
      /'X-Amz-Date' must be/,
    ],
    [
      inAuthorization(request, /SignedHeaders=/, "SignedHeaders=host;"),
      "incomplete",
      /distinct header names/,
    ],
    [inAuthorization(request, "/ses/", "/s3/"), "wrong-scope", /correct service: 'ses'/],
    [inAuthorization(request, "eu-west-1", "mars"), "wrong-scope", /valid region, not 'mars'/],
    [inAuthorization(request, "aws4_request", "aws5"), "wrong-scope", /valid terminator/],
    [inAuthorization(request, "20260131", "20260130"), "wrong-scope", /Date in Credential scope/],
    [inAuthorization(request, "/ses", ""), "incomplete", /exactly 5 slash-delimited/],
    [inAuthorization(request, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), "incomplete", /Sign with AWS4-HMAC/],
    [withHeader(request, "authorization", "AWS4-HMAC-SHA256"), "incomplete", /'Credential'.*'Signature'/],
  ];
  for (const [changed, fault, message] of cases) refuses(() => check(changed), fault, message);
  const url = await presigned();
  for (const name of ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"]) {
    const changed = { ...url, query: url.query.replace(`${name}=`, "gone=") };
    refuses(() => check(changed), "incomplete", new RegExp(`must include '${name}'`));
  }
  refuses(() => check({ ...url, query: `${url.query}&X-Amz-Date=1` }), "incomplete", /more than once/);
});

test("temporary credentials are told from lasting ones", async () => {
  assert.equal(read(await signed()).hasSessionToken, false);
  assert.equal(read(await signed(sample, "FwoGZXIvYXdz")).hasSessionToken, true);
});

test("a Date header dates a request that has no X-Amz-Date", () => {
  const headers = ["Host", "h", "Date", "Sat, 31 Jan 2026 12:00:00 GMT"];
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260131/eu-west-1/ses/aws4_request,SignedHeaders=date;host,Signature=00`;
  const request = { method: "GET", path: "/", query: "", headers };
  const signature = readHeaderSignature(authorization, request, ["ses"]);
  assert.equal(signature.timestamp, "20260131T120000Z");
  assert.equal(signature.signedAt, now);
});

test("a day's key is kept once proven, and not for another secret", async () => {
  const verifier = new Verifier({ maxKeys: 2 });
  const request = await signed();
  const signature = read(request);
  const body = Buffer.from(sample.body);
  for (let round = 0; round < 3; round += 1) verifier.verify(signature, request, secret, body);
  refuses(() => verifier.verify(signature, request, "another", body), "mismatch", /does not match/);
  for (const id of ["A", "B", "C"]) verifier.verify({ ...signature, accessKeyId: id }, request, secret, body);
  verifier.verify(signature, request, secret, body);
});

test("nothing a client can send makes it throw anything but a SignatureError", async () => {
  let state = 20260131;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const noise = () => String.fromCharCode(...Array.from({ length: random(6) }, () => random(256)));
  const mangle = (text: string): string => {
    const at = random(text.length + 1);
    return text.slice(0, at) + noise() + text.slice(at + random(4));
  };
  const bases = [await signed(), await presigned({ ...sample, query: { a: ["1", "2"] } })];
  for (let round = 0; round < 4000; round += 1) {
    const base = bases[round % 2] ?? bases[0];
    if (base === undefined) continue;
    const changed: WireRequest = {
      method: base.method,
      path: random(3) === 0 ? mangle(base.path) : base.path,
      query: random(2) === 0 ? mangle(base.query) : base.query,
      headers: base.headers.map((text) => (random(6) === 0 ? mangle(text) : text)),
    };
    try {
      check(changed);
    } catch (error) {
      assert.ok(error instanceof SignatureError, `round ${round}: ${String(error)}`);
    }
  }
});
