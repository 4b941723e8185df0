import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { NameServer } from "#test/support/name-server.ts";
import { openMailExchangers } from "./mail-exchangers.ts";

test("a hundred and fifty names whose servers are silent hold up nobody else's mail", async () => {
  await using resolver = await NameServer.start("127.0.0.1");
  resolver.zone("honest.test", "@ MX 10 mx");
  const silent = Array.from({ length: 150 }, (_, at) => `d${at}.silent.test`);
  for (const name of silent) resolver.behave(name, "silent");
  await using found = openMailExchangers(
    { resolvers: [{ host: resolver.address, port: resolver.port }], privateNetworks: [], dane: false },
    { clock: systemClock, random: systemRandom },
  );
  assert.ok(found);
  const given = silent.map(async (name) => (await found.exchangers.routeOf(name)).kind);
  const honest = found.exchangers.routeOf("honest.test").then(({ kind }) => kind);
  assert.equal(await Promise.race([honest, ...given]), "hosts");
});
