import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { World } from "#test/support/world.ts";

interface Session {
  readonly account: string | null;
  readonly region: string;
  readonly regions: readonly string[] | null;
}

for (const engine of engines) {
  describe(`the session on ${engine}`, () => {
    test("says who is asking, where, and what this installation is", async () => {
      await using world = await World.start(engine);
      await world
        .client({ region: "eu-west-1" })
        .send(new CreateEmailIdentityCommand({ EmailIdentity: "session.test" }));
      const session = await world.plain<Session & { version: string }>("GET", "/signet/v1/session");
      assert.match(session.version, /^\d+\.\d+\.\d+/);
      assert.deepEqual(session, {
        auth: "open",
        user: null,
        provider: null,
        account: "000000000000",
        region: "us-east-1",
        regions: ["eu-west-1", "us-east-1"],
        zone: "signet.localhost",
        delivery: "capture",
        local_zone: true,
        version: session.version,
      });
    });

    test("a request chooses its region, for SES's operations and ours", async () => {
      await using world = await World.start(engine);
      const inEurope = { "signet-region": "eu-central-1" };
      const body = { EmailIdentity: "chosen.test" };
      assert.equal((await world.call("POST", "/v2/email/identities", body, inEurope)).status, 200);
      const path = "/signet/v1/identities/chosen.test";
      assert.equal((await world.call("GET", path)).status, 404);
      assert.equal((await world.call("GET", path, undefined, inEurope)).status, 200);
      assert.equal((await world.call("GET", `${path}?region=eu-central-1`)).status, 200);
      const both = await world.call("GET", "/signet/v1/session?region=us-west-2", undefined, inEurope);
      assert.equal((both.data as Session).region, "eu-central-1");
      for (const wrong of ["Europe", "eu-west-1, us-east-1", "a".repeat(99)]) {
        const refused = await world.call("GET", path, undefined, { "signet-region": wrong });
        assert.equal(refused.error?.code, "VALIDATION_ERROR", wrong);
      }
      assert.equal((await world.call("GET", `${path}?region=`)).status, 400);
    });

    test("a stranger learns that there is something to sign in to, and nothing else", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_AUTH: "required" } });
      const stranger = await world.plain<Session>("GET", "/signet/v1/session");
      assert.deepEqual(stranger, {
        auth: "required",
        user: null,
        provider: null,
        account: null,
        region: "us-east-1",
        regions: null,
        zone: null,
        delivery: null,
        local_zone: null,
        version: null,
      });
      const wrong = { authorization: "Bearer sk_signet_wrong" };
      assert.equal((await world.call("GET", "/signet/v1/session", undefined, wrong)).status, 401);
      await using operator = await operatorOf(world);
      const { token } = await operator.accessKeys.createApiKey("111122223333", "");
      const known = { authorization: `Bearer ${token}` };
      const answer = await world.call("GET", "/signet/v1/session", undefined, known);
      assert.equal((answer.data as Session).account, "111122223333");
    });
  });
}

test("the console, or why there is none, is at / for browsers, while the API keeps its own paths", async () => {
  await using world = await World.start("sqlite");
  const headers = { accept: "text/html" };
  const page = await fetch(`${world.app.httpUrl}/identities`, { headers });
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await page.text(), /<title>[^<]*Signet<\/title>/);
  const absent = await fetch(`${world.app.httpUrl}/signet/v1/absent`, { headers });
  assert.equal(absent.headers.get("content-type"), "application/json");
});
