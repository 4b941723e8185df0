import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { apiKey, type Stub, startStub } from "#test/support/stub-server.ts";

const anotherNetwork = "127.0.1.1";
const health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

/** A connection that has got through, as an answer shows. */
async function open({ server }: Stub, localAddress = "127.0.0.1"): Promise<Socket> {
  const socket = connect({ port: server.port, host: "127.0.0.1", localAddress }).on("error", () => {});
  socket.write(health);
  const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 200 /);
  return socket;
}

test("whoever opens many connections and asks nothing makes room for others with their own", async () => {
  await using stub = await startStub({ mostConnections: 4 });
  const quiet = await open(stub, anotherNetwork);
  const first = await open(stub);
  const closed = once(first, "close");
  const others = [await open(stub), await open(stub)];
  others.push(await open(stub, anotherNetwork));
  await closed;
  assert.deepEqual(
    [quiet, ...others].map((socket) => socket.closed),
    [false, false, false, false],
  );
  for (const socket of [quiet, ...others]) socket.destroy();
});

test("a request in work makes room for nobody, and one that is being sent only where nothing else does", async () => {
  const release = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  await using stub = await startStub({
    mostConnections: 3,
    handlers: {
      async GetEmailIdentity() {
        started.resolve();
        await release.promise;
        return {};
      },
    },
  });
  const working = await open(stub);
  working.write("GET /v2/email/identities/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await started.promise;
  const sending = await open(stub);
  const asks = `POST /v2/email/identities HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${apiKey}`;
  sending.write(`${asks}\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n`);
  await once(sending, "data");
  const idle = await open(stub);
  const idleCloses = once(idle, "close");
  const next = await open(stub);
  await idleCloses;
  const nextCloses = once(next, "close");
  const after = await open(stub);
  await nextCloses;
  after.write(`${asks}\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n`);
  await once(after, "data");
  const sendingCloses = once(sending, "close");
  const last = await open(stub);
  await sendingCloses;
  release.resolve();
  const [answer] = (await once(working, "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 200 /);
  for (const socket of [working, after, last]) socket.destroy();
});

test("where every connection has a request in work no more are taken", async () => {
  const release = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  await using stub = await startStub({
    mostConnections: 1,
    handlers: {
      async GetEmailIdentity() {
        started.resolve();
        await release.promise;
        return {};
      },
    },
  });
  const working = await open(stub);
  working.write("GET /v2/email/identities/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await started.promise;
  const refused = connect(stub.server.port, "127.0.0.1").on("error", () => {});
  await new Promise((resolve) => refused.once("close", resolve));
  release.resolve();
  const [answer] = (await once(working, "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 200 /);
  working.destroy();
});

test("an answer that is being read is not cut short for who asks nothing", async () => {
  const bytes = 64 * 1024 * 1024;
  await using stub = await startStub({
    mostConnections: 2,
    pages: [
      async (server) => void server.get("/large", async (_, reply) => await reply.send(Buffer.alloc(bytes))),
    ],
  });
  const reading = await open(stub);
  reading.write("GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const [head] = (await once(reading, "data")) as [string];
  reading.pause();
  const idle = await open(stub);
  const next = await open(stub);
  let read = head.length - (head.indexOf("\r\n\r\n") + 4);
  reading.on("data", (chunk: string) => {
    read += chunk.length;
  });
  reading.resume();
  await once(reading, "close");
  assert.equal(read, bytes);
  for (const socket of [idle, next]) socket.destroy();
});
