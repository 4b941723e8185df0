import assert from "node:assert/strict";
import { test } from "node:test";
import { withClient } from "#platform/database/postgres/with-client.ts";
import { startPostgres } from "./support/postgres-server.ts";
import { TcpProxy } from "./support/tcp-proxy.ts";

test("what is done over a connection of its own is over though nobody answers the goodbye", async () => {
  await using server = await startPostgres();
  await using proxy = await TcpProxy.start(() => server.socket);
  const url = `postgres://signet@127.0.0.1:${proxy.port}/postgres`;
  const answer = await withClient(url, async (client) => {
    const { rows } = await client.query("select 1 as one");
    proxy.freeze();
    return rows as unknown;
  });
  assert.deepEqual(answer, [{ one: 1 }]);
});
