// What strangers, foreign web pages and slow or greedy clients get.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "#test/support/signing-oracle.ts";
import { apiKey, credentials, foundApiKey, known, type Stub, startStub } from "#test/support/stub-server.ts";

async function open({ server }: Stub, text: string): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

async function ask(stub: Stub, head: string, body = ""): Promise<string> {
  const socket = await open(
    stub,
    `${head}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
  });
  await once(socket, "close");
  return received;
}

/** Unlike `once` of node:events, deaf to errors: a server that closes on us is what is expected here. */
function happens(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => socket.once(event, resolve));
}

const body = '{"EmailIdentity":"example.com"}';
const post = "POST /v2/email/identities HTTP/1.1";

test("a web page of another origin cannot use the open mode of the machine it is shown on", async () => {
  await using stub = await startStub({ publicUrl: new URL("https://mail.example.org") });
  const here = `127.0.0.1:${stub.server.port}`;
  const refused: string[][] = [
    [`Host: ${here}`, "Origin: http://evil.example"],
    [`Host: ${here}`, "Origin: null"],
    [`Host: ${here}`, "Origin: http://localhost:3000"],
    [`Host: ${here}`, "Origin: http://evil.example", "Content-Type: text/plain"],
    [`Host: ${here}`, `Origin: http://${here}`, "Origin: http://evil.example"],
    [`Host: ${here}`, "Sec-Fetch-Site: cross-site"],
    [`Host: ${here}`, "Sec-Fetch-Site: same-site"],
    ["Host: evil.example"],
    ["Host: evil.example", "Origin: http://evil.example"],
    ["Host: localhost.evil.example"],
    ["Host: 127.0.0.1.evil.example"],
    ["Host: email.us-east-1.amazonaws.com.evil.example"],
    ["Host: email.eu-west-1.evil.example"],
    ["Host: email.us-east-1.amazonaws.com", "Origin: http://email.us-east-1.amazonaws.com"],
    ["Host: mail.example.org", "Origin: http://mail.example.org"],
    ["Host: "],
  ];
  for (const headers of refused) {
    const answer = await ask(stub, [post, ...headers].join("\r\n"), body);
    assert.match(answer, /^HTTP\/1\.1 403 .*"ACCESS_DENIED"/s, headers.join(", "));
  }
  const presigned = `POST /v2/email/identities?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAUNKNOWN/20260131/us-east-1/ses/aws4_request&X-Amz-Date=20260131T120000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00 HTTP/1.1`;
  const foreign = await ask(stub, `${presigned}\r\nHost: ${here}\r\nOrigin: http://evil.example`, body);
  assert.match(foreign, /^HTTP\/1\.1 403 .*x-amzn-ErrorType: AccessDeniedException/is);
  assert.deepEqual(stub.callers, []);

  const allowed: string[][] = [
    [`Host: ${here}`],
    [`Host: ${here}`, `Origin: http://${here}`, "Sec-Fetch-Site: same-origin"],
    [`Host: localhost:${stub.server.port}`, `Origin: http://localhost:${stub.server.port}`],
    ["Host: localhost:8080", "Origin: http://localhost:8080"],
    ["Host: [::1]:4579", "Sec-Fetch-Site: none"],
    ["Host: email.us-east-1.amazonaws.com"],
    ["Host: mail.example.org", "Origin: https://mail.example.org"],
  ];
  for (const headers of allowed) {
    assert.match(
      await ask(stub, [post, ...headers].join("\r\n"), body),
      /^HTTP\/1\.1 200 /,
      headers.join(", "),
    );
  }
  assert.match(await ask(stub, `${presigned}\r\nHost: ${here}`, body), /^HTTP\/1\.1 200 /);
});

test("a key counts wherever the request comes from", async () => {
  await using stub = await startStub();
  const answer = await ask(
    stub,
    `${post}\r\nHost: api.example\r\nOrigin: http://app.example\r\nAuthorization: Bearer ${apiKey}`,
    body,
  );
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

test("what must be there once must not be there twice", async () => {
  await using stub = await startStub();
  const twice = [
    ["Host: localhost", "Host: localhost"],
    ["Host: localhost", "Authorization: Bearer a", `Authorization: Bearer ${apiKey}`],
  ];
  for (const headers of twice) {
    assert.match(
      await ask(stub, [post, ...headers].join("\r\n"), body),
      /^HTTP\/1\.1 400 /,
      headers.join(", "),
    );
  }
  const both = `${post.replace(" HTTP", "?X-Amz-Signature=00 HTTP")}\r\nHost: localhost\r\nAuthorization: Bearer a`;
  assert.match(await ask(stub, both, body), /400 .*IncompleteSignatureException/s);
});

test("a presigned URL works until it expires, and not with another body", async () => {
  const now = Date.now();
  const clock = { now: () => at, sleep: () => Promise.resolve() };
  let at = now;
  await using stub = await startStub({ mode: "required", clock });
  const host = `127.0.0.1:${stub.server.port}`;
  const signer = new SignatureV4({ service: "ses", region: "eu-west-1", sha256: Sha256, credentials: known });
  const path = "/v2/email/identities";
  const unsigned = {
    method: "POST",
    protocol: "http:",
    hostname: host,
    path,
    query: {},
    headers: { host },
    body,
  };
  const { query } = await signer.presign(unsigned, { signingDate: new Date(now), expiresIn: 60 });
  const url = `http://${host}${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
  const good = await fetch(url, { method: "POST", body });
  assert.deepEqual(await good.json(), { IdentityType: "DOMAIN", VerifiedForSendingStatus: false });
  const other = await fetch(url, { method: "POST", body: "{}" });
  assert.equal(other.status, 403);
  assert.equal(other.headers.get("x-amzn-errortype"), "InvalidSignatureException");
  at = now + 61_000;
  const late = await fetch(url, { method: "POST", body });
  assert.match(((await late.json()) as { message: string }).message, /^Signature expired: /);
});

test("a body that is too large is refused without being held, in the caller's dialect", async () => {
  await using stub = await startStub();
  const declared = await open(stub, `${post}\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n`);
  const [answer] = (await once(declared.setEncoding("utf8"), "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 413 .*"TOO_LARGE".* 56 MB/s);
  declared.destroy();

  const chunked = await open(stub, `${post}\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const closed = happens(chunked, "close");
  let received = "";
  chunked.setEncoding("utf8").on("data", (text: string) => {
    received += text;
  });
  const chunk = Buffer.concat([
    Buffer.from("100000\r\n"),
    Buffer.alloc(1024 * 1024, 32),
    Buffer.from("\r\n"),
  ]);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let sent = 0; sent < 200 && received === ""; sent += 1) {
    if (!chunked.write(chunk)) await Promise.race([happens(chunked, "drain"), closed]);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  await closed;
  assert.match(received, /^HTTP\/1\.1 413 .*"TOO_LARGE"/s);
  assert.ok(most < 80 * 1024 * 1024, `${most} bytes were held`);
});

test("in required mode a stranger's body is not even read", async () => {
  await using stub = await startStub({ mode: "required" });
  const socket = await open(stub, `${post}\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n`);
  const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 401 /);
  socket.destroy();
});

test("what is not HTTP is told so, and headers have a limit", async () => {
  await using stub = await startStub();
  assert.match(await ask(stub, "HELO there\r\n"), /^HTTP\/1\.1 400 .*"VALIDATION_ERROR"/s);
  const long = `${post}\r\nHost: localhost\r\nX-Long: ${"x".repeat(20_000)}`;
  assert.match(await ask(stub, long), /^HTTP\/1\.1 431 /);
});

test("garbage behind a request in work does not get the answer's place", async () => {
  const release = Promise.withResolvers<void>();
  await using stub = await startStub({
    handlers: {
      async GetEmailIdentity() {
        await release.promise;
        return {};
      },
    },
  });
  const socket = await open(
    stub,
    "GET /v2/email/identities/x HTTP/1.1\r\nHost: localhost\r\n\r\n\0garbage\r\n\r\n",
  );
  let received = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    received += text;
  });
  await happens(socket, "close");
  assert.equal(received, "");
  release.resolve();
});

test("a client that waits for 100 Continue gets it", async () => {
  await using stub = await startStub();
  const head = `${post}\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
  const socket = await open(stub, head);
  const [first] = (await once(socket.setEncoding("utf8"), "data")) as [string];
  assert.match(first, /^HTTP\/1\.1 100 Continue/);
  socket.write(body);
  const [second] = (await once(socket, "data")) as [string];
  assert.match(second, /^HTTP\/1\.1 200 /);
});

test("closing waits for requests in work and for nothing else", async () => {
  const release = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const stub = await startStub({
    handlers: {
      async GetEmailIdentity() {
        started.resolve();
        await release.promise;
        return {};
      },
    },
    graceMs: 60_000,
  });
  const sockets = await Promise.all([
    open(stub, ""),
    open(stub, "POST /v2/em"),
    open(stub, `${post}\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`),
    open(stub, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  ]);
  const closes = sockets.map((socket) => once(socket.resume(), "close"));
  const answered = ask(stub, "GET /v2/email/identities/example.com HTTP/1.1\r\nHost: localhost");
  await started.promise;
  const disposed = stub[Symbol.asyncDispose]();
  await Promise.all(closes);
  release.resolve();
  assert.match(await answered, /^HTTP\/1\.1 200 /);
  await disposed;
});

test("closing cuts a request in work once the grace is over", async () => {
  const started = Promise.withResolvers<void>();
  const stub = await startStub({
    handlers: {
      async GetEmailIdentity() {
        started.resolve();
        await delay(60_000, undefined, { ref: false });
        return {};
      },
    },
    graceMs: 10,
  });
  const answered = ask(stub, "GET /v2/email/identities/example.com HTTP/1.1\r\nHost: localhost");
  await started.promise;
  await stub[Symbol.asyncDispose]();
  assert.equal(await answered, "");
});

test("whoever leaves before it is known who they are leaves nothing open behind them", async () => {
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<number>();
  await using stub = await startStub({
    credentials: {
      ...credentials,
      findApiKey: async () => {
        asked.resolve();
        await gone.promise;
        return foundApiKey;
      },
    },
    measures: {
      answered(operation, status) {
        if (operation === "CreateEmailIdentity") answered.resolve(status);
      },
      mayEnd() {},
      worked() {},
      stored() {},
    },
  });
  const head = `${post}\r\nHost: localhost\r\nAuthorization: Bearer ${apiKey}\r\nContent-Length: 1000\r\n\r\n`;
  const socket = await open(stub, head);
  await asked.promise;
  socket.destroy();
  await happens(socket, "close");
  // The server learns of it a moment later; the next connection is accepted after it has.
  await ask(stub, "GET /healthz HTTP/1.1\r\nHost: localhost");
  gone.resolve();
  assert.equal(await answered.promise, 400);
});
