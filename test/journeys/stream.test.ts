import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CreateEmailIdentityCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { Browser } from "#test/support/browser.ts";
import { engines } from "#test/support/engines.ts";
import { type EventSource, openEventSource } from "#test/support/event-source.ts";
import { operatorOf } from "#test/support/operator.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

async function watch(world: World, query = ""): Promise<EventSource> {
  const source = await openEventSource(`${world.app.httpUrl}/signet/v1/stream${query}`);
  await source.next("ready");
  return source;
}

async function send(world: World, to: string): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@live.test",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Now" }, Body: { Text: { Data: "Hello" } } } },
    }),
  );
  return MessageId;
}

for (const engine of engines) {
  describe(`the stream on ${engine}`, () => {
    test("tells of checks, of messages and of what arrives, as it comes about", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "live.test");
      await using all = await watch(world);
      await using inboxOnly = await watch(world, "?topics=inbox");
      await using elsewhere = await watch(world, "?region=eu-west-1&topics=messages,identities");
      const id = await send(world, "bob@elsewhere.example");
      await world.pass(secondMs);
      const sent = await all.next("message");
      assert.deepEqual([sent["id"], sent["type"]], [id, "Send"]);
      await world.pass(secondMs);
      const kept = await inboxOnly.next("inbox");
      assert.deepEqual(
        [kept["message_id"], kept["to"], kept["subject"]],
        [id, ["bob@elsewhere.example"], "Now"],
      );
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "new.test" }));
      await world.pass(minuteMs);
      const seen = await all.next("identity");
      assert.deepEqual([seen["name"], seen["subject"], seen["status"]], ["new.test", "dkim", "PENDING"]);
      // What happens in one region is not told in another.
      await world
        .client({ region: "eu-west-1" })
        .send(new CreateEmailIdentityCommand({ EmailIdentity: "abroad.test" }));
      await world.pass(minuteMs);
      assert.equal((await elsewhere.next("identity"))["name"], "abroad.test");
      // Who watches shows from time to time that they still may.
      await world.leap(11 * minuteMs);
      await all.ended;
    });

    test("belongs to an account, is bounded, and ends with the service", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "live.test");
      await using operator = await operatorOf(world);
      const { token } = await operator.accessKeys.createApiKey("111122223333", "");
      const stream = `${world.app.httpUrl}/signet/v1/stream`;
      await using theirs = await openEventSource(stream, { authorization: `Bearer ${token}` });
      await theirs.next("ready");
      await using stack = new AsyncDisposableStack();
      const ours: EventSource[] = [];
      for (let n = 0; n < 32; n += 1) ours.push(stack.use(await watch(world, "?topics=messages")));
      assert.equal((await world.call("GET", "/signet/v1/stream")).status, 429);
      await ours[0]?.[Symbol.asyncDispose]();
      await world.pass(secondMs);
      await using again = await watch(world);
      assert.equal((await world.call("GET", "/signet/v1/stream?topics=all")).status, 400);
      assert.equal((await fetch(stream, { method: "HEAD" })).status, 429);
      await send(world, "bob@elsewhere.example");
      await world.pass(secondMs);
      assert.equal((await again.next("message"))["type"], "Send");
      await world.stop();
      await again.ended;
      await assert.rejects(theirs.next("message"), /it ended/);
    });

    test("takes no place for a question for its headers only", async () => {
      await using world = await World.start(engine);
      for (let n = 0; n < 33; n += 1) {
        const { status } = await fetch(`${world.app.httpUrl}/signet/v1/stream`, { method: "HEAD" });
        assert.equal(status, 200, `after ${n}`);
      }
    });

    test("whose credentials have ended is told no more", async () => {
      await using world = await World.start(engine);
      await using operator = await operatorOf(world);
      await operator.users.create("111122223333", { name: "ann", password: "correct horse battery" });
      const key = await operator.accessKeys.createApiKey("111122223333", "");
      const ann = new Browser(world);
      await ann.signIn("ann", "correct horse battery");
      const stream = `${world.app.httpUrl}/signet/v1/stream`;
      const ends = {
        "a key that is revoked": [
          { authorization: `Bearer ${key.token}` },
          () => operator.accessKeys.revoke("api-key", "111122223333", key.id),
        ],
        "a session that is ended": [{ cookie: ann.cookie }, () => ann.call("DELETE", "/signet/v1/session")],
      } as const;
      for (const [what, [headers, end]] of Object.entries(ends)) {
        await using source = await openEventSource(stream, headers);
        await source.next("ready");
        await world.pass(2 * secondMs);
        await end();
        await world.pass(3 * secondMs);
        const hasEnded = await Promise.race([
          source.ended.then(() => true),
          delay(20_000, false, { ref: false }),
        ]);
        assert.ok(hasEnded, what);
      }
    });
  });
}
