import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { startStub } from "#test/support/stub-server.ts";

const limit = { timeout: 5_000 };

test("a call that names a type for a body that it does not have is answered at once", limit, async () => {
  await using stub = await startStub({
    routes: [
      {
        method: "POST",
        path: "/signet/v1/things/:id",
        handle: ({ body }) => ({ body: body ?? "none" }),
      },
    ],
  });
  const socket = connect(stub.server.port, "127.0.0.1");
  socket.write(
    `POST /signet/v1/things/1 HTTP/1.1\r\nHost: 127.0.0.1:${stub.server.port}\r\n` +
      "Content-Type: application/json\r\nConnection: close\r\n\r\n",
  );
  assert.match(await text(socket), /"body":"none"/);
});

test("who answers a call hears that the caller went away", limit, async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  await using stub = await startStub({
    routes: [
      {
        method: "GET",
        path: "/signet/v1/things",
        async handle({ signal }) {
          asked.resolve(signal);
          await once(signal, "abort");
        },
      },
    ],
  });
  const socket = connect(stub.server.port, "127.0.0.1");
  socket.write(`GET /signet/v1/things HTTP/1.1\r\nHost: 127.0.0.1:${stub.server.port}\r\n\r\n`);
  const signal = await asked.promise;
  socket.destroy();
  if (!signal.aborted) await once(signal, "abort");
});
