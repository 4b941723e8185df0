// The key, the point and the hashes to sign are those of aws-c-auth (tests/key_derivation_tests.c and
// tests/aws-signing-test-suite/v4a). An ECDSA signature is another one each time, so most are made here.
import assert from "node:assert/strict";
import { createECDH, createPrivateKey, sign } from "node:crypto";
import { test } from "node:test";
import { derivePrivateKey } from "./ecdsa-key.ts";
import { SignatureError, type SignatureFault } from "./fault.ts";
import { readHeaderSignature, readQuerySignature } from "./read-signature.ts";
import { readRegionSet } from "./region-set.ts";
import type { WireRequest } from "./request.ts";
import { checkTime, Verifier } from "./verify.ts";

const id = "AKIDEXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const signedAt = Date.UTC(2015, 7, 30, 12, 36);

/** Of the suite's `get-vanilla`, by header and by query, what is to be signed ends with. */
const hashes = {
  header: "cf59db423e841c8b7e3444158185aa261b724a5c27cbe762676f3eed19f4dc02",
  query: "367f580f0138ac98f22166a3bc5286fb61ab0fba16667aadfce7054aaadf0677",
};

/** One that the suite has had for the first of them. */
const given =
  "3045022018b4e277d0281864beb51d3600e23f88510ea5031d68ddfbb68614b82a5eb7d2022100effb9c5f22ed9ef3ae0ab243d21f06bce82365bbb79529a07b6888c343ae5f8c";

function signatureOf(hash: string): string {
  const text = `AWS4-ECDSA-P256-SHA256\n20150830T123600Z\n20150830/service/aws4_request\n${hash}`;
  const d = derivePrivateKey(id, secret);
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const key = { kty: "EC", crv: "P-256", x, y, d: d.toString("base64url") };
  return sign("sha256", Buffer.from(text), createPrivateKey({ key, format: "jwk" })).toString("hex");
}

const vanilla: WireRequest = {
  method: "GET",
  path: "/",
  query: "",
  headers: [
    "Host",
    "example.amazonaws.com",
    "X-Amz-Date",
    "20150830T123600Z",
    "X-Amz-Region-Set",
    "us-east-1",
    "Authorization",
    `AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=${signatureOf(hashes.header)}`,
  ],
};

const query: WireRequest = {
  method: "GET",
  path: "/",
  query: `X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Region-Set=us-east-1&X-Amz-Signature=${signatureOf(hashes.query)}`,
  headers: ["Host", "example.amazonaws.com"],
};

function read(request: WireRequest) {
  const at = request.headers.indexOf("Authorization");
  return at === -1
    ? readQuerySignature(request, ["service"])
    : readHeaderSignature(request.headers[at + 1] ?? "", request, ["service"]);
}

function check(request: WireRequest, { body = "", key = secret, at = signedAt } = {}) {
  const signature = read(request);
  checkTime(signature, at);
  new Verifier().verify(signature, request, key, Buffer.from(body));
  return signature;
}

function changed(request: WireRequest, from: string | RegExp, to: string): WireRequest {
  const headers = request.headers.map((one) => one.replace(from, to));
  return { ...request, query: request.query.replace(from, to), headers };
}

function refuses(act: () => unknown, fault: SignatureFault, message: RegExp): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof SignatureError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.match(error.message, message);
    return true;
  });
}

test("the key of an access key is the one that AWS derives", () => {
  const key = derivePrivateKey("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom");
  assert.equal(key.toString("hex"), "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(derivePrivateKey(id, secret));
  assert.equal(
    pair.getPublicKey("hex"),
    "04b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
  );
});

test("what AWS signs with SigV4a is accepted, in a header and presigned", () => {
  const signature = check(vanilla);
  assert.ok("regions" in signature);
  assert.deepEqual(signature.regions.named, ["us-east-1"]);
  assert.equal(signature.accessKeyId, id);
  check(changed(vanilla, /Signature=.*/, `Signature=${given}`));
  check(query);
});

test("whatever changes on the way makes it a mismatch", () => {
  const mismatch = /does not match the signature you provided/;
  refuses(() => check({ ...vanilla, method: "PUT" }), "mismatch", mismatch);
  refuses(() => check({ ...vanilla, path: "/x" }), "mismatch", mismatch);
  refuses(() => check(changed(vanilla, "us-east-1", "us-east-2")), "mismatch", mismatch);
  refuses(() => check(changed(query, "us-east-1", "*")), "mismatch", mismatch);
  refuses(() => check(vanilla, { key: `${secret}x` }), "mismatch", mismatch);
  refuses(() => check(vanilla, { body: "more" }), "mismatch", mismatch);
  for (const value of ["", "00", "30", "3006020100020100", "ff".repeat(72), "30".repeat(5_000), "zz"]) {
    refuses(() => check(changed(vanilla, /Signature=.*/, `Signature=${value}`)), "mismatch", mismatch);
  }
});

test("it is good as long as a signature of SigV4", () => {
  const minuteMs = 60_000;
  check(vanilla, { at: signedAt + 15 * minuteMs });
  refuses(() => check(vanilla, { at: signedAt + 15 * minuteMs + 1 }), "expired", /expired/);
  refuses(() => check(vanilla, { at: signedAt - 15 * minuteMs - 1 }), "expired", /not yet current/);
  check(query, { at: signedAt + 15 * minuteMs });
  refuses(() => check(query, { at: signedAt + 16 * minuteMs }), "expired", /expired/);
});

test("what is no whole signature is refused before it is checked", () => {
  const without = (name: string) => {
    const at = vanilla.headers.indexOf(name);
    return { ...vanilla, headers: vanilla.headers.filter((_, index) => index !== at && index !== at + 1) };
  };
  refuses(() => read(without("X-Amz-Region-Set")), "incomplete", /'X-Amz-Region-Set' must be given once/);
  refuses(() => read(changed(vanilla, ";x-amz-region-set", "")), "incomplete", /as a 'SignedHeader'/);
  const twice = { ...vanilla, headers: [...vanilla.headers, "x-amz-region-set", "*"] };
  refuses(() => read(twice), "incomplete", /given once/);
  refuses(() => read(changed(query, "X-Amz-Region-Set=us-east-1&", "")), "incomplete", /X-Amz-Region-Set/);
  refuses(() => read(changed(vanilla, "/service/", "/us-east-1/service/")), "incomplete", /exactly 4/);
  refuses(() => read(changed(vanilla, "/service/", "/other/")), "wrong-scope", /correct service/);
  refuses(() => read(changed(vanilla, "/aws4_request", "/aws5_request")), "wrong-scope", /terminator/);
  refuses(() => read(changed(vanilla, "/20150830/", "/20150831/")), "wrong-scope", /Date in Credential/);
});

test("a set of regions covers those that it names, and those that begin as it says", () => {
  const regions = readRegionSet("us-east-1, eu-*");
  assert.deepEqual(regions.named, ["us-east-1"]);
  const asked = ["us-east-1", "us-east-2", "eu-west-1", "us-gov-east-1"];
  assert.deepEqual(
    asked.filter((one) => regions.covers(one)),
    ["us-east-1", "eu-west-1"],
  );
  assert.ok(readRegionSet("*").covers("ap-south-2"));
  for (const text of ["", ",", "*,", "us east", "**", "*-1", "US-EAST-1", `us-east-1,${"*,".repeat(600)}*`]) {
    refuses(() => readRegionSet(text), "wrong-scope", /X-Amz-Region-Set/);
  }
});

test("a key that was proven once is known, and a new secret makes it another", () => {
  const verifier = new Verifier({ maxKeys: 1 });
  for (let round = 0; round < 2; round += 1) verifier.verify(read(vanilla), vanilla, secret, Buffer.alloc(0));
  refuses(() => verifier.verify(read(vanilla), vanilla, "other", Buffer.alloc(0)), "mismatch", /Secret/);
  verifier.verify(read(query), query, secret, Buffer.alloc(0));
});

test("whoever knows the id of an access key alone does not have its key derived at each guess", () => {
  const wrong = changed(vanilla, /Signature=.*/, "Signature=00");
  const [known, fresh] = [new Verifier(), () => new Verifier()];
  const guessMs = (verifier: Verifier) => {
    const begun = performance.now();
    assert.throws(() => verifier.verify(read(wrong), wrong, secret, Buffer.alloc(0)), SignatureError);
    return performance.now() - begun;
  };
  const sums = { known: 0, fresh: 0 };
  for (let round = 0; round < 1_000; round += 1) {
    sums.known += guessMs(known);
    sums.fresh += guessMs(fresh());
  }
  assert.ok(sums.known < sums.fresh * 0.75, `${sums.known} ms, ${sums.fresh} ms`);
});
