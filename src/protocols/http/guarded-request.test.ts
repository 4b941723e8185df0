import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { guardedGet, guardedPost } from "./guarded-request.ts";

async function startServer() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${request.headers.host} ${body}`);
      if (request.url === "/away") response.writeHead(302, { location: "/elsewhere" }).end();
      else if (request.url === "/endless") response.end("x".repeat(1_000_000));
      else if (request.url === "/other-protocol")
        request.socket.end(
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: raw\r\nconnection: upgrade\r\n\r\nhello",
        );
      else if (request.url === "/silent") response.writeHead(200).flushHeaders();
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

test("an address inside is not contacted beside one that may be, of the same name", async () => {
  await using server = await startServer();
  const options = {
    refusedAddress: createAddressPolicy(["127.0.0.2/32"]),
    addressesOf: async () => ["127.0.0.1", "127.0.0.2"],
  };
  const posted = await guardedPost(`http://two.example:${server.port}/`, content, options);
  assert.equal(posted.kind, "failed");
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

test("a server that goes over to another protocol has not taken anything", async () => {
  await using server = await startServer();
  const posted = await guardedPost(`http://127.0.0.1:${server.port}/other-protocol`, content, home);
  assert.deepEqual(posted, { kind: "failed", reason: "The server went over to another protocol." });
});

test("a server that falls silent, and a name that nobody answers for, are not waited for beyond the time for all", async () => {
  await using server = await startServer();
  const silent = await guardedPost(`http://127.0.0.1:${server.port}/silent`, content, {
    ...home,
    timeoutMs: 100,
  });
  const reason = "There was no answer within 0.1 s.";
  assert.deepEqual(silent, { kind: "failed", reason });
  const unanswered = await guardedPost("https://slow.example/", content, {
    ...home,
    timeoutMs: 100,
    addressesOf: async () => await new Promise(() => {}),
  });
  assert.deepEqual(unanswered, { kind: "failed", reason });
});

test("of a name's addresses those that may be contacted are tried, one after the other, and no other", async () => {
  await using server = await startServer();
  const asked = async (...addresses: readonly string[]) =>
    await guardedPost(`http://hooks.example:${server.port}/`, content, {
      ...home,
      addressesOf: async () => addresses,
    });
  // Nobody listens at the second one.
  const posted = await asked("10.0.0.1", "127.0.0.99", "127.0.0.1");
  assert.deepEqual(posted, { kind: "answered", status: 200, body: "taken" });
  assert.deepEqual(await asked("10.0.0.1", "192.168.0.1"), {
    kind: "failed",
    reason: "10.0.0.1 is not contacted: private address (RFC 1918).",
  });
});

test("what is got says of which form it is, and whether it is all", async () => {
  await using server = await startServer();
  const endless = await guardedGet(`http://127.0.0.1:${server.port}/endless`, home);
  assert.ok(endless.kind === "answered" && !endless.isWhole && endless.mediaType === "");
  const whole = await guardedGet(`http://127.0.0.1:${server.port}/`, home);
  assert.ok(whole.kind === "answered" && whole.isWhole);
});
