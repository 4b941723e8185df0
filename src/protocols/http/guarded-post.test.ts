import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { guardedPost } from "./guarded-post.ts";

async function startServer() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${request.headers.host} ${body}`);
      if (request.url === "/away") response.writeHead(302, { location: "/elsewhere" }).end();
      else if (request.url === "/endless") response.end("x".repeat(1_000_000));
      else response.end("taken");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return {
    seen,
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const content = { headers: { "content-type": "text/plain" }, body: "hello" };
const home = { refusedAddress: createAddressPolicy(["127.0.0.0/8"]) };
const world = { refusedAddress: createAddressPolicy() };

test("what is posted arrives, and the answer comes back", async () => {
  await using server = await startServer();
  const posted = await guardedPost(`http://localhost:${server.port}/a?b`, content, home);
  assert.deepEqual(posted, { kind: "answered", status: 200, body: "taken" });
  assert.deepEqual(server.seen, [`POST /a?b localhost:${server.port} hello`]);
});

test("an address inside is not contacted, however it is written", async () => {
  await using server = await startServer();
  for (const host of [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "169.254.169.254",
  ]) {
    const posted = await guardedPost(`http://${host}:${server.port}/`, content, world);
    assert.equal(posted.kind, "failed", host);
  }
  assert.deepEqual(server.seen, []);
});

test("a public address is told nothing in the clear", async () => {
  const posted = await guardedPost("http://93.184.215.14/events", content, world);
  assert.deepEqual(posted, {
    kind: "failed",
    reason: "93.184.215.14 is not contacted in the clear: the URL must be https.",
  });
});

test("nothing is followed, and an endless answer is cut off", async () => {
  await using server = await startServer();
  const away = await guardedPost(`http://127.0.0.1:${server.port}/away`, content, home);
  assert.equal(away.kind === "answered" && away.status, 302);
  const endless = await guardedPost(`http://127.0.0.1:${server.port}/endless`, content, home);
  assert.ok(endless.kind === "answered" && endless.body.length <= 64 * 1024);
  assert.equal(server.seen.length, 2);
});

test("what is no URL of the web, and a server that is not there, are failures and no exceptions", async () => {
  for (const url of [
    "file:///etc/passwd",
    "nonsense",
    "http://127.0.0.1:1/",
    "http://no-such-host.invalid/",
  ]) {
    assert.equal((await guardedPost(url, content, home)).kind, "failed", url);
  }
});
