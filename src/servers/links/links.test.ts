import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fastify } from "fastify";
import type { Log } from "#platform/log.ts";
import { Proxies } from "#platform/proxies.ts";
import { type AddressConfirmer, linkPages } from "./index.ts";

type Confirmation = Awaited<ReturnType<AddressConfirmer["confirmAddress"]>>;

async function startServer(confirmation: Confirmation | Error) {
  const tokens: string[] = [];
  const errors: unknown[] = [];
  const log: Log = { info() {}, warn() {}, error: (fields) => void errors.push(fields) };
  const identities: AddressConfirmer = {
    confirmAddress: async (token) => {
      tokens.push(token);
      if (confirmation instanceof Error) throw confirmation;
      return confirmation;
    },
  };
  const server = fastify();
  await server.register(linkPages({ identities, proxies: new Proxies(), log }));
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { url, tokens, errors, [Symbol.asyncDispose]: async () => await server.close() };
}

const token = "A".repeat(43);

test("each outcome has its page and status", async () => {
  const cases: readonly [confirmation: Confirmation, status: number, text: RegExp][] = [
    [
      { outcome: "verified", address: "ann@example.com", region: "eu-west-1" },
      200,
      /ann@example\.com may now be used to send e-mail in Europe \(Ireland\)\./,
    ],
    [{ outcome: "already-verified", address: "ann@example.com" }, 200, /may already be used/],
    [{ outcome: "expired" }, 410, /has expired/],
    [{ outcome: "not-valid" }, 404, /is not valid/],
  ];
  for (const [confirmation, status, text] of cases) {
    await using server = await startServer(confirmation);
    const answer = await fetch(`${server.url}/verify/${token}`);
    assert.equal(answer.status, status);
    assert.match(await answer.text(), text);
    assert.deepEqual(server.tokens, [token]);
  }
});

test("the page is kept nowhere, tells no one, and allows its own style only", async () => {
  await using server = await startServer({ outcome: "verified", address: "ann@example.com" });
  const answer = await fetch(`${server.url}/verify/${token}`);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
  assert.equal(answer.headers.get("x-robots-tag"), "noindex");
  const page = await answer.text();
  const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? "";
  const digest = createHash("sha256").update(style).digest("base64");
  assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.ok(answer.headers.get("content-security-policy")?.includes(`style-src 'sha256-${digest}'`));
  assert.doesNotMatch(page, /<script|style="|onload|https?:/);
  assert.match(page, /<html lang="en">[^]*<title>Address verified · Signet<\/title>[^]*<main>[^]*<h1>/);
});

test("a hostile address stays text", async () => {
  await using server = await startServer({
    outcome: "verified",
    address: `"<img/src=x>"@example.com`,
    region: "<b>",
  });
  const page = await (await fetch(`${server.url}/verify/${token}`)).text();
  assert.ok(page.includes("&quot;&lt;img/src=x&gt;&quot;@example.com"));
  assert.doesNotMatch(page, /<img|<b>/);
});

test("a HEAD changes nothing and tells nothing", async () => {
  await using server = await startServer({ outcome: "verified" });
  const answer = await fetch(`${server.url}/verify/${token}`, { method: "HEAD" });
  assert.equal(answer.status, 200);
  assert.deepEqual(server.tokens, []);
});

test("what a browser fetches before anybody follows the link proves nothing", async () => {
  await using server = await startServer({ outcome: "verified" });
  const ahead = [
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "x-purpose": "preview" },
    { "x-moz": "prefetch" },
  ];
  for (const headers of ahead) {
    const answer = await fetch(`${server.url}/verify/${token}`, { headers });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("cache-control"), "no-store");
  }
  assert.deepEqual(server.tokens, []);
});

test("a failure of ours is logged, and its page says that nothing has changed", async () => {
  await using server = await startServer(new Error("the store is gone"));
  const answer = await fetch(`${server.url}/verify/${token}`);
  assert.equal(answer.status, 503);
  const page = await answer.text();
  assert.match(page, /nothing has changed/);
  assert.doesNotMatch(page, /the store/);
  assert.equal(server.errors.length, 1);
});
