import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishedTexts } from "#test/support/our-dns.ts";
import { storedValues, whereStored } from "#test/support/stored.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "ann@example.test";

async function newestLink(world: World): Promise<string> {
  const { text } = await world.inbox(EmailIdentity);
  const link = /http:\S+\/verify\/\S+/.exec(text)?.[0];
  assert.ok(link, text);
  return link;
}

async function follow(link: string): Promise<{ status: number; page: string }> {
  const answer = await fetch(link);
  return { status: answer.status, page: await answer.text() };
}

async function statusIn(world: World): Promise<string | undefined> {
  return (await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).VerificationStatus;
}

const resend = `/signet/v1/identities/${EmailIdentity}/resend`;

for (const engine of engines) {
  describe(`an address proven by a link, on ${engine}`, () => {
    test("the message says what it is about, and the link verifies the address, once", async () => {
      await using world = await World.start(engine);
      const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      assert.equal(created.IdentityType, "EMAIL_ADDRESS");
      assert.equal(created.VerifiedForSendingStatus, false);
      assert.equal(created.DkimAttributes, undefined);

      const message = await world.inbox(EmailIdentity);
      const link = await newestLink(world);
      for (const part of [message.text, message.html]) {
        assert.ok(part.includes(link));
        assert.match(part, /US East \(N\. Virginia\)|us-east-1/);
        assert.match(part, /If it was not you/);
        assert.match(part, /000000000000/);
      }
      assert.doesNotMatch(link, /000000000000|ann|example\.test/, "the link names nobody");

      const head = await fetch(link, { method: "HEAD" });
      assert.equal(head.status, 200);
      assert.equal(await statusIn(world), "PENDING");

      const first = await follow(link);
      assert.equal(first.status, 200);
      assert.match(first.page, /Address verified/);
      const verified = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(verified.VerificationStatus, "SUCCESS");
      assert.equal(verified.VerifiedForSendingStatus, true);

      const second = await follow(link);
      assert.equal(second.status, 200);
      assert.match(second.page, /Already verified/);
    });

    test("the message carries the service's signature, and our DNS its key", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const { source } = await world.inbox(EmailIdentity);
      const { results } = await dkimVerify(Buffer.from(source), {
        resolver: async (name: string, type: string) => {
          assert.equal(type, "TXT");
          return (await publishedTexts(world, name)).map((text) => [text]);
        },
      });
      assert.equal(results.length, 1);
      assert.equal(results[0]?.signingDomain, "signet.localhost");
      assert.equal(results[0]?.status.result, "pass");
    });

    test("after 24 hours the address has failed and the link has expired; a new message proves it", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const late = await newestLink(world);
      await world.leap(dayMs - secondMs);
      assert.equal(await statusIn(world), "PENDING");
      await world.leap(secondMs);
      assert.equal(await statusIn(world), "FAILED");
      const expired = await follow(late);
      assert.equal(expired.status, 410);
      assert.match(expired.page, /has expired/);
      assert.equal(await statusIn(world), "FAILED");

      await world.plain("POST", resend);
      assert.equal(await statusIn(world), "PENDING");
      const fresh = await newestLink(world);
      assert.notEqual(fresh, late);
      assert.match((await follow(late)).page, /has expired/);
      assert.match((await follow(fresh)).page, /Address verified/);
      assert.equal(await statusIn(world), "SUCCESS");
    });

    test("a message is sent again at most once a minute, and never for a verified address", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const first = await newestLink(world);
      const soon = await world.call("POST", resend);
      assert.equal(soon.status, 429);
      assert.equal(soon.error?.code, "TOO_MANY_REQUESTS");
      await world.leap(minuteMs);
      await world.plain("POST", resend);
      assert.equal((await world.call("POST", resend)).status, 429);

      // Who has both messages may follow either.
      assert.notEqual(await newestLink(world), first);
      assert.match((await follow(first)).page, /Address verified/);
      await world.leap(minuteMs);
      assert.equal((await world.call("POST", resend)).status, 400);
      const unknown = await world.call("POST", "/signet/v1/identities/nobody@example.test/resend");
      assert.equal(unknown.status, 404);
    });

    test("many who ask for the message at once get one", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await world.pass(minuteMs);
      const answers = await Promise.all(
        Array.from({ length: 8 }, async () => await world.call("POST", resend)),
      );
      const sent = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 429);
      assert.deepEqual([sent.length, refused.length], [1, 7]);
      await world.settle();
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
      assert.equal(messages.length, 2);
    });

    test("a clock that was set back refuses neither a message nor a check", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.test" }));
      await world.settle();
      world.clock.advance(-dayMs);
      assert.equal((await world.call("POST", resend)).status, 200);
      assert.equal((await world.call("POST", "/signet/v1/identities/example.test/check")).status, 200);
    });

    test("a link proves nothing of an address that was deleted and created again", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const old = await newestLink(world);
      await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      assert.equal((await follow(old)).status, 404);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const answer = await follow(old);
      assert.equal(answer.status, 404);
      assert.match(answer.page, /not valid/);
      assert.equal(await statusIn(world), "PENDING");
    });

    test("the token is kept only where the message itself is", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const token = (await newestLink(world)).split("/").at(-1) ?? "";
      await using database = await world.openDatabase();
      const stored = await storedValues(database);
      // The message is the link's carrier and the inbox its recipient; whoever reads either could have clicked.
      assert.deepEqual(whereStored(stored, token), ["inbox.content", "messages.content"]);
      assert.deepEqual(whereStored(stored, Buffer.from(token, "base64url")), []);
      assert.equal(stored.filter(({ table }) => table === "verification_links").length, 10);
    });
  });
}
