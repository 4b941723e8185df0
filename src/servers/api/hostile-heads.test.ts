// What two servers in a row could read differently, so that the second takes a part of one request for another.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { type Stub, startStub } from "#test/support/stub-server.ts";

/** All that is answered to these bytes and to a request behind them. */
async function ask({ server }: Stub, text: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1").on("error", () => {});
  socket.write(`${text}GET /behind HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, "latin1");
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
  });
  await once(socket, "close");
  return received;
}

function statusesIn(received: string): string[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? "");
}

const places = ["POST /v2/email/identities", "GET /signet/v1/session", "GET /l/x", "GET /healthz"];
const none = "0\r\n\r\n";

test("a request whose end is in doubt is refused, and so is all that comes behind it", async () => {
  await using stub = await startStub();
  const doubtful: [version: string, headers: string[], status: string][] = [
    ["HTTP/1.1", ["Transfer-Encoding: chunked", "Content-Length: 5"], "400"],
    ["HTTP/1.1", ["Content-Length: 5", "Content-Length: 5"], "400"],
    ["HTTP/1.1", ["Content-Length: 5, 5"], "400"],
    ["HTTP/1.1", ["Transfer-Encoding : chunked"], "400"],
    ["HTTP/1.1", ["Transfer-Encoding:\r\n chunked"], "400"],
    ["HTTP/1.1", ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], "400"],
    ["HTTP/1.1", ["Transfer-Encoding: xchunked"], "501"],
    ["HTTP/1.1", ["X: y\nTransfer-Encoding: chunked"], "400"],
    ["HTTP/1.1", ["Transfer-Encoding: gzip, chunked"], "501"],
    ["HTTP/1.1", ["Transfer-Encoding: identity, chunked"], "501"],
    ["HTTP/1.0", ["Transfer-Encoding: chunked", "Connection: keep-alive"], "400"],
    ["HTTP/2.0", [], "505"],
    ["HTTP/0.9", [], "505"],
  ];
  for (const place of places) {
    for (const [version, headers, status] of doubtful) {
      const head = [`${place} ${version}`, "Host: localhost", ...headers].join("\r\n");
      const received = await ask(stub, `${head}\r\n\r\n${headers.length === 0 ? "" : none}`);
      assert.deepEqual(statusesIn(received), [status], head);
      assert.match(received, /^cache-control: no-store\r$/m, head);
    }
  }
  const plain = await ask(stub, "GET /healthz\r\n\r\n");
  assert.deepEqual(statusesIn(plain), ["505"]);
  const chunked = `POST /v2/email/identities HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`;
  assert.deepEqual(statusesIn(await ask(stub, chunked)), ["400", "404"]);
});

test("a request names one host, wherever it leads", async () => {
  await using stub = await startStub();
  const refused = [
    "Host: localhost\r\nHost: evil.example",
    "Host: localhost:80@evil.example",
    "Host: localhost:1:2",
    "Host: localhost/evil",
    "Host: localhost evil",
    "Host: [::1",
    "Host: evil.example, localhost",
  ];
  for (const place of places) {
    for (const host of refused) {
      const received = await ask(stub, `${place} HTTP/1.1\r\n${host}\r\n\r\n`);
      assert.deepEqual(statusesIn(received), ["400"], `${place} ${host}`);
    }
    const elsewhere = `${place.replace("/", "http://evil.example/")} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    assert.match(await ask(stub, elsewhere), /^HTTP\/1\.1 400 .*different hosts/s, place);
  }
  for (const host of [
    "localhost:4579",
    "[::1]:4579",
    "[::1]",
    "",
    "EXAMPLE.com.",
    "my_host:",
    "localhost:80",
  ]) {
    const received = await ask(stub, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    assert.deepEqual(statusesIn(received), ["200", "404"], host);
  }
});

test("a request that is answered before its body is found to be broken has one answer", async () => {
  await using stub = await startStub({ mode: "required" });
  const socket = connect(stub.server.port, "127.0.0.1").on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write("POST /v2/email/identities HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
  assert.deepEqual(statusesIn(answer), ["401"]);
  let more = "";
  socket.on("data", (chunk: string) => {
    more += chunk;
  });
  socket.write("no length\r\n");
  await closed;
  assert.equal(more, "");
});
