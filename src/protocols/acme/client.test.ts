import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import type { Got, GuardedRequest } from "#protocols/http/guarded-request.ts";
import { AcmeClient } from "./client.ts";
import { AcmeFailure, readProblem } from "./problem.ts";
import { readAuthorization, readDirectory, readOrder } from "./resources.ts";
import { retryAt } from "./retry-after.ts";

// A whole authority is in test/support/acme-server.ts; here are those that do as they should not.

const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const base = "https://authority.example";
const now = Date.UTC(2026, 10, 28);
const directory = { newNonce: `${base}/nonce`, newAccount: `${base}/account`, newOrder: `${base}/order` };

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly isWhole?: boolean;
}

function got({ status = 200, headers = {}, body = {}, isWhole = true }: Said): Got {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const mediaType = status < 400 ? "application/json" : "application/problem+json";
  const given = { "replay-nonce": "nonce", location: `${base}/made`, ...headers };
  return { kind: "answered", status, headers: given, body: text, mediaType, isWhole };
}

/** An account with an authority that says this to what is asked of it after the account was opened. */
async function openedAt(say: (path: string, request: GuardedRequest) => Said): Promise<AcmeClient> {
  const ask = async (url: string, request: GuardedRequest) => {
    const path = url.slice(base.length);
    return got(path === "/directory" ? { body: directory } : path === "/account" ? {} : say(path, request));
  };
  const options = { directory: `${base}/directory`, key, contact: undefined, externalAccount: undefined };
  return await AcmeClient.open({ ...options, ask, now: () => now });
}

async function failureOf(said: Said): Promise<AcmeFailure> {
  const client = await openedAt((path) => (path === "/nonce" ? {} : said));
  return await client.order(`${base}/made`).then(
    () => assert.fail("it was taken"),
    (error: unknown) => {
      assert.ok(error instanceof AcmeFailure, String(error));
      return error;
    },
  );
}

test("a request is repeated with another nonce where the authority does not know the one it had", async () => {
  const nonces: string[] = [];
  const client = await openedAt((path, { body }) => {
    if (path === "/nonce") return {};
    const head = (JSON.parse(String(body)) as { protected: string }).protected;
    nonces.push((JSON.parse(Buffer.from(head, "base64url").toString()) as { nonce: string }).nonce);
    return nonces.length < 3
      ? {
          status: 400,
          headers: { "replay-nonce": `fresh-${nonces.length}` },
          body: { type: "urn:ietf:params:acme:error:badNonce" },
        }
      : { body: { status: "ready", authorizations: [], finalize: `${base}/finalize` } };
  });
  assert.equal((await client.order(`${base}/made`)).status, "ready");
  assert.deepEqual(nonces, ["nonce", "fresh-1", "fresh-2"]);
});

test("an authority that takes no nonce is not asked for ever", async () => {
  const failure = await failureOf({ status: 400, body: { type: "urn:ietf:params:acme:error:badNonce" } });
  assert.equal(failure.type, "badNonce");
});

test("what an authority says against a request is told in one line, with when it may be asked again", async () => {
  const body = {
    type: "urn:ietf:params:acme:error:rateLimited",
    detail: "Too\nmany\u202e",
    subproblems: [
      { type: "urn:ietf:params:acme:error:caa", detail: "CAA", identifier: { value: "a.example" } },
      null,
      { type: "x", identifier: null },
    ],
  };
  const failure = await failureOf({ status: 429, headers: { "retry-after": "60" }, body });
  assert.equal(failure.message, "Too many  a.example: CAA x");
  assert.deepEqual([failure.type, failure.retryAt], ["rateLimited", now + 60_000]);
});

test("answers that are none are failures, however they are wrong", async () => {
  const order = { status: "valid", authorizations: [], finalize: `${base}/finalize` };
  const wrong: Said[] = [
    { status: 500, body: "<html>" },
    { status: 404, body: "null" },
    { body: "{" },
    { body: order, isWhole: false },
    ...[null, [], 7, "order", { ...order, status: "odd" }, { ...order, finalize: "no url" }].map((body) => ({
      body: JSON.stringify(body),
    })),
    { body: { ...order, authorizations: Array(101).fill(`${base}/authorization`) } },
    { body: { ...order, certificate: `${base}/${"x".repeat(2_000)}` } },
  ];
  for (const said of wrong) assert.ok((await failureOf(said)).message.length < 500);
});

test("every document that an authority might send is read or refused, and no other error comes of it", () => {
  const pieces = [null, undefined, 7, "", "dns-01", "pending", base, [], [null], {}, { type: "dns-01" }];
  for (const one of pieces) {
    for (const other of pieces) {
      const documents = [
        one,
        { newNonce: one, newAccount: other, newOrder: base, meta: one },
        { status: one, authorizations: other, finalize: one, error: other, certificate: one },
        { identifier: one, status: other, challenges: one },
        { identifier: { value: base }, status: "pending", challenges: [one, other] },
        { type: one, detail: other, subproblems: [one, other], error: one },
      ];
      for (const document of documents) {
        readProblem(document);
        for (const read of [readDirectory, readOrder, readAuthorization]) {
          try {
            read(document);
          } catch (error) {
            assert.ok(error instanceof AcmeFailure, String(error));
          }
        }
      }
    }
  }
});

test("a time to come back is seconds or a date, and a day away at most", () => {
  assert.equal(retryAt("5", now), now + 5_000);
  assert.equal(retryAt(new Date(now + 90_000).toUTCString(), now), now + 90_000);
  assert.equal(retryAt("999999999", now), now + 86_400_000);
  assert.equal(retryAt("yesterday", now), undefined);
  assert.equal(retryAt(new Date(now - 90_000).toUTCString(), now), now);
});
