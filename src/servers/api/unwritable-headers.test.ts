import assert from "node:assert/strict";
import { test } from "node:test";
import { startStub } from "#test/support/stub-server.ts";

test("a header that cannot be written is a failure of its own request, and of nothing else", async () => {
  await using stub = await startStub({
    pages: [
      async (server) => {
        server.get("/away", async (_request, reply) =>
          reply.code(302).header("location", "https://example.com/日本").send(),
        );
      },
    ],
  });
  const answer = await fetch(`${stub.server.url}/away`, { redirect: "manual" });
  assert.equal(answer.status, 500);
  assert.equal(answer.headers.get("location"), null);
  assert.equal(stub.logged.length, 1);
});
