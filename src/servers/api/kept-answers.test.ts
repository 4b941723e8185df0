import assert from "node:assert/strict";
import { test } from "node:test";
import { startStub } from "#test/support/stub-server.ts";

test("no cache in between keeps an answer that does not ask for it", async () => {
  await using stub = await startStub({
    pages: [
      async (server) => {
        server.get("/page", async () => "a page");
        server.get("/asset", async (_, reply) => await reply.header("cache-control", "public").send("asset"));
      },
    ],
  });
  const kept = async (path: string) =>
    (await fetch(`${stub.server.url}${path}`)).headers.get("cache-control");
  for (const path of ["/healthz", "/readyz", "/page", "/nothing", "/v2/email/nothing", "/%zz"]) {
    assert.equal(await kept(path), "no-store", path);
  }
  assert.equal(await kept("/asset"), "public");
});
