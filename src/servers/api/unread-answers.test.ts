import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { startStub } from "#test/support/stub-server.ts";

test("who leaves an answer unread is not waited for without end", async () => {
  const ended = Promise.withResolvers<boolean>();
  await using stub = await startStub({
    silentMs: 100,
    pages: [
      async (server) => {
        server.get("/large", async (_request, reply) => {
          reply.raw.once("close", () => ended.resolve(reply.raw.writableFinished));
          // More than the system holds for a connection.
          return await reply.send(Buffer.alloc(64 * 1024 * 1024));
        });
      },
    ],
  });
  const socket = connect(stub.server.port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  assert.equal(await ended.promise, false);
  socket.destroy();
});
