import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetAccountCommand, SendEmailCommand, TooManyRequestsException } from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { signedIn, startWorldOfPeople } from "#test/support/people.ts";
import { World } from "#test/support/world.ts";

/** Time is the test's own here; on PostgreSQL it is the server's (test/cluster/call-rate.test.ts). */
describe("an operator lets each account call three times a second", () => {
  const settings = { SIGNET_API_RATE: "3" };

  test("what is over it is refused in both dialects, and a second later it is as before", async () => {
    await using world = await World.start("sqlite", { settings });
    const account = new GetAccountCommand({});
    for (let call = 1; call <= 3; call++) await world.ses.send(account);
    await assert.rejects(world.ses.send(account), (error) => {
      assert.ok(error instanceof TooManyRequestsException);
      assert.equal(error.message, "Rate exceeded");
      assert.equal(error.$metadata.httpStatusCode, 429);
      assert.equal(error.$response?.headers["retry-after"], "1");
      return true;
    });
    const { status, error } = await world.call("GET", "/v2/email/account");
    assert.deepEqual([status, error?.code, error?.message], [429, "TOO_MANY_REQUESTS", "Rate exceeded"]);
    await world.pass(secondMs);
    for (let call = 1; call <= 3; call++) await world.ses.send(account);
    await assert.rejects(world.ses.send(account), TooManyRequestsException);
  });

  test("our own calls beside SES's are counted with them", async () => {
    await using world = await World.start("sqlite", { settings });
    await world.ses.send(new GetAccountCommand({}));
    for (let call = 1; call <= 2; call++) {
      assert.equal((await world.call("GET", "/signet/v1/topics")).status, 200);
    }
    const { status, error } = await world.call("GET", "/signet/v1/topics");
    assert.deepEqual([status, error?.code], [429, "TOO_MANY_REQUESTS"]);
  });

  test("calls of other services are counted with them", async () => {
    await using world = await World.start("sqlite", { settings });
    const asking = "Action=GetCallerIdentity&Version=2011-06-15";
    const confirming = "Action=ConfirmSubscription&Version=2010-03-31&Token=none";
    const post = async (body: string) => await fetch(`${world.app.httpUrl}/`, { method: "POST", body });
    assert.equal((await post(asking)).status, 200);
    assert.equal((await post(confirming)).status, 400);
    assert.equal((await post("Action=AssumeRole&Version=2011-06-15")).status, 400);
    for (const body of [asking, confirming]) {
      const refused = await post(body);
      assert.deepEqual([refused.status, refused.headers.get("retry-after")], [400, "1"]);
      assert.match(await refused.text(), /<Code>Throttling</);
    }
    await assert.rejects(world.ses.send(new GetAccountCommand({})), TooManyRequestsException);
  });

  test("who has signed in looks as often as they like", async () => {
    await using world = await startWorldOfPeople("sqlite", settings);
    const ann = await signedIn(world);
    for (let look = 1; look <= 5; look++) {
      assert.equal((await ann.call("GET", "/signet/v1/topics")).status, 200);
      assert.equal((await ann.call("GET", "/v2/email/account")).status, 200);
    }
  });

  test("a client of AWS's own comes again until it is let in", async () => {
    await using world = await World.start("sqlite", { settings, ticking: true });
    const patient = world.client({ maxAttempts: 5 });
    const attempts = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { $metadata } = await patient.send(new GetAccountCommand({}));
        return $metadata.attempts ?? 0;
      }),
    );
    assert.ok(Math.max(...attempts) > 1, String(attempts));
  });

  test("nobody else is refused for it, and mail, which has a rate of its own, is sent", async () => {
    const served = { ...settings, SIGNET_REGIONS: "us-east-1,eu-west-1" };
    await using world = await World.start("sqlite", { settings: served });
    const refused = async () => {
      for (;;) await world.ses.send(new GetAccountCommand({}));
    };
    await assert.rejects(refused(), TooManyRequestsException);
    await world.client({ region: "eu-west-1" }).send(new GetAccountCommand({}));
    const send = new SendEmailCommand({
      FromEmailAddress: "nobody@unknown.example",
      Destination: { ToAddresses: ["bob@there.example"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
    });
    await assert.rejects(world.ses.send(send), { name: "MessageRejected" });
  });

  test("who names one region after the other has no more calls for it, where no regions are set", async () => {
    await using world = await World.start("sqlite", { settings });
    const callFrom = async (region: string) => await world.client({ region }).send(new GetAccountCommand({}));
    for (const region of ["us-east-1", "eu-west-1", "eu-west-2"]) await callFrom(region);
    await assert.rejects(callFrom("eu-west-3"), TooManyRequestsException);
  });
});
