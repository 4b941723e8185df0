// Requests that are sent without waiting for the answer to the one before. RFC 9112 §9.3.2, §9.6.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { type Stub, startStub } from "#test/support/stub-server.ts";

const quick = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
const slow = "GET /v2/email/identities/x HTTP/1.1\r\nHost: localhost\r\n\r\n";

/** A server whose operation waits to be released, and says that it has begun. */
async function startSlow() {
  const release = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  let carriedOut = 0;
  const stub = await startStub({
    handlers: {
      async GetEmailIdentity() {
        carriedOut += 1;
        started.resolve();
        await release.promise;
        return {};
      },
    },
  });
  return { stub, release, started, carriedOut: () => carriedOut };
}

function send({ server }: Stub, text: string) {
  const socket = connect(server.port, "127.0.0.1").on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
  });
  socket.write(text);
  const statuses = () => [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? "");
  const answers = async (count: number) => {
    while (statuses().length < count) await once(socket, "data");
  };
  return { socket, closed, statuses, answers };
}

test("what stands behind a request whose end is in doubt is not carried out", async () => {
  const { stub, release, carriedOut } = await startSlow();
  await using _ = stub;
  release.resolve();
  for (const doubtful of ["Host: evil.example", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x"]) {
    const head = `POST /healthz HTTP/1.1\r\nHost: localhost\r\n${doubtful}\r\n\r\n`;
    const { closed, statuses } = send(stub, `${head}0\r\n\r\n${slow}${slow}no request\r\n\r\n`);
    await closed;
    assert.equal(statuses().length, 1, doubtful);
    assert.equal(carriedOut(), 0, doubtful);
  }
});

test("what is no request is not answered in the place of the one before it", async () => {
  const { stub, release, started } = await startSlow();
  await using _ = stub;
  const { socket, closed, statuses, answers } = send(stub, quick + slow);
  await started.promise;
  await answers(1);
  socket.write("no request\r\n\r\n");
  await closed;
  release.resolve();
  assert.deepEqual(statuses(), ["200"]);
});

test("of what one connection asks for at once no more than twenty requests are in work", async () => {
  const { stub, release, started, carriedOut } = await startSlow();
  await using _ = stub;
  const { socket, statuses, answers } = send(stub, slow.repeat(30));
  await started.promise;
  release.resolve();
  await answers(30);
  assert.deepEqual([carriedOut(), statuses().slice(0, 20)], [20, Array(20).fill("200")]);
  assert.deepEqual(statuses().slice(20), Array(10).fill("503"));
  socket.write(slow);
  await answers(31);
  assert.equal(statuses().at(-1), "200", "the connection goes on");
  socket.destroy();
});

for (const { order, pipelined, before, all } of [
  { order: "behind a quick one", pipelined: quick + slow, before: 1, all: ["200", "200"] },
  // The answer says that it is the last one.
  { order: "before a quick one", pipelined: slow + quick, before: 0, all: ["200"] },
]) {
  test(`a server that stops finishes a request in work ${order} on the same connection`, async () => {
    const { stub, release, started } = await startSlow();
    const { closed, statuses, answers } = send(stub, pipelined);
    await started.promise;
    await answers(before);
    const stopped = stub[Symbol.asyncDispose]();
    release.resolve();
    await Promise.all([closed, stopped]);
    assert.deepEqual(statuses(), all);
  });
}
