import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { NameServer } from "#test/support/name-server.ts";
import { Web } from "./web.ts";

test("a name whose addresses could not be found out is not said to have none", async () => {
  await using resolver = await NameServer.start("127.0.0.1");
  resolver.zone("far.test", "bare TXT nothing");
  resolver.behave("away.far.test", "servfail");
  await using web = new Web(
    { resolvers: [{ host: resolver.address, port: resolver.port }], privateNetworks: [] },
    { random: systemRandom },
  );
  const reasonOf = async (url: string) => {
    const got = await web.ask(url, { method: "GET", headers: {}, body: "" });
    return got.kind === "failed" ? got.reason : got.kind;
  };
  assert.equal(await reasonOf("https://bare.far.test/"), "The name bare.far.test has no address.");
  assert.match(
    await reasonOf("https://away.far.test/"),
    /^The addresses of away\.far\.test could not be found out: .+\.$/,
  );
});
