import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { parseMessage } from "#features/message-content/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { CallerError } from "#platform/errors.ts";
import { systemRandom } from "#platform/random.ts";
import { type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Inbox, InboxStore } from "./index.ts";

const account = "000000000000";
const page = { limit: 10 };

async function newInbox(engine: Engine) {
  const place = await newDatabasePlace(engine);
  const database = await openDatabase(place);
  const clock = new HandClock();
  const openInbox = () =>
    new Inbox({
      store: new InboxStore(database),
      announcements: database.announcements,
      clock,
      random: systemRandom,
    });
  const inbox = openInbox();
  const receive = async (
    subject: string,
    { to = ["ann@example.com"], by = inbox, of = account, body = "Hello,\r\n" } = {},
  ) => {
    const content = Buffer.from(
      `From: Signet <no-reply@signet.localhost>\r\nSubject: ${subject}\r\n\r\n${body}`,
    );
    const changes = by.receive({
      messageId: "msg_1",
      owner: { account: of, region: "us-east-1" },
      sender: "bounce@signet.localhost",
      recipients: to,
      content,
    });
    await database.write(changes);
  };
  return {
    inbox,
    clock,
    receive,
    openInbox,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

for (const engine of engines) {
  describe(`the inbox on ${engine}`, () => {
    test("lists newest first, page by page", async () => {
      await using world = await newInbox(engine);
      for (const subject of ["one", "two", "three"]) await world.receive(subject);
      const first = await world.inbox.list(account, {}, { limit: 2 });
      assert.deepEqual(
        first.map(({ subject }) => subject),
        ["three", "two"],
      );
      const rest = await world.inbox.list(account, {}, { limit: 2, before: first.at(-1)?.id });
      assert.deepEqual(
        rest.map(({ subject, sender }) => [subject, sender]),
        [["one", "Signet <no-reply@signet.localhost>"]],
      );
    });

    test("finds by recipient, subject and time, and takes no filter for a pattern", async () => {
      await using world = await newInbox(engine);
      await world.receive("100% sure_", { to: ["Ann@example.com", 'q"uote@example.com'] });
      world.clock.advance(1_000);
      await world.receive("Other \\ thing", { to: ["joann@example.com"] });
      const found = async (filter: Parameters<Inbox["list"]>[1]) =>
        (await world.inbox.list(account, filter, page)).map(({ subject }) => subject);
      assert.deepEqual(await found({ to: "ann@EXAMPLE.com" }), ["100% sure_"]);
      assert.deepEqual(await found({ to: 'q"uote@example.com' }), ["100% sure_"]);
      assert.deepEqual(await found({ to: "%@example.com" }), []);
      assert.deepEqual(await found({ subjectContains: "SURE_" }), ["100% sure_"]);
      assert.deepEqual(await found({ subjectContains: "100%" }), ["100% sure_"]);
      assert.deepEqual(await found({ subjectContains: "_" }), ["100% sure_"]);
      assert.deepEqual(await found({ subjectContains: "\\" }), ["Other \\ thing"]);
      assert.deepEqual(await found({ since: world.clock.now() }), ["Other \\ thing"]);
      await world.receive("Grüße", { to: ["ann@xn--mnchen-3ya.example"] });
      assert.deepEqual(await found({ to: "ann@MÜNCHEN.example" }), ["Grüße"]);
    });

    test("an account sees, and removes, its own messages only", async () => {
      await using world = await newInbox(engine);
      await world.receive("mine");
      await world.receive("theirs", { of: "111111111111" });
      const [theirs] = await world.inbox.list("111111111111", {}, page);
      const id = theirs?.id ?? "";
      const notFound = (error: unknown) => error instanceof CallerError && error.problem === "not-found";
      await assert.rejects(world.inbox.get(account, id), notFound);
      await assert.rejects(world.inbox.remove(account, id), notFound);
      assert.equal(await world.inbox.removeAll(account), 1);
      await world.inbox.remove("111111111111", id);
      await assert.rejects(world.inbox.remove("111111111111", id), notFound);
    });

    test("reads the parts of a message, and keeps hostile text as text", async () => {
      await using world = await newInbox(engine);
      await world.receive("=?utf-8?q?=00=0A<script>?=\u0000\r\n and more");
      const [message] = await world.inbox.list(account, {}, page);
      assert.equal(message?.subject, "<script> and more");
      const { content } = await world.inbox.get(account, message?.id ?? "");
      const parsed = parseMessage(content);
      assert.equal(parsed?.text?.trim(), "Hello,");
      assert.equal(parsed?.headers[0]?.name, "From");
    });

    test("a wait ends the moment the message comes", async () => {
      await using world = await newInbox(engine);
      await world.receive("for another", { to: ["bob@example.com"] });
      const waiting = world.inbox.wait(account, { to: "ann@example.com" }, 60_000);
      await turn();
      await world.receive("for Ann");
      assert.equal((await waiting)?.subject, "for Ann");
      // There already: at once.
      assert.equal((await world.inbox.wait(account, {}, 60_000))?.subject, "for Ann");
    });

    test("a wait after a message answers the one that follows", async () => {
      await using world = await newInbox(engine);
      for (const subject of ["one", "two", "three"]) await world.receive(subject);
      const [, , one] = await world.inbox.list(account, {}, page);
      const next = await world.inbox.wait(account, { after: one?.id }, 0);
      assert.equal(next?.subject, "two");
    });

    test("a wait sees what another process kept, and ends when its time is up", async () => {
      await using world = await newInbox(engine);
      const waiting = world.inbox.wait(account, {}, 60_000);
      await sleepersOf(world.clock);
      await world.receive("from afar", { by: world.openInbox() });
      world.clock.advance(1_000);
      assert.equal((await waiting)?.subject, "from afar");
      const inVain = world.inbox.wait(account, { subjectContains: "never" }, 1_500);
      await sleepersOf(world.clock);
      world.clock.advance(1_000);
      await sleepersOf(world.clock);
      world.clock.advance(500);
      assert.equal(await inVain, undefined);
    });

    test("a wait that is broken off leaves nothing behind, and too many at once are refused", async () => {
      await using world = await newInbox(engine);
      const off = new AbortController();
      const waits = Array.from(
        { length: 50 },
        async () => await world.inbox.wait(account, {}, 60_000, off.signal),
      );
      await assert.rejects(
        world.inbox.wait(account, {}, 0),
        (error) => error instanceof CallerError && error.problem === "too-many-requests",
      );
      off.abort();
      assert.ok((await Promise.allSettled(waits)).every(({ status }) => status === "rejected"));
      assert.equal(world.clock.sleepers, 0);
      assert.equal(await world.inbox.wait(account, {}, 0), undefined);
    });
  });
}

test("an inbox is gone through beside everything else, once at a time for an account, and by a wait once", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  let looks = 0;
  let underWay = 0;
  let most = 0;
  const readAside = database.readAside.bind(database);
  database.readAside = async (query) => {
    looks += 1;
    most = Math.max(most, ++underWay);
    return await readAside(query).finally(() => {
      underWay -= 1;
    });
  };
  const clock = new HandClock();
  const { announcements } = database;
  const inbox = new Inbox({ store: new InboxStore(database), announcements, clock, random: systemRandom });
  const to = "ann@example.com";
  await Promise.all(Array.from({ length: 5 }, async () => await inbox.list(account, { to }, page)));
  assert.deepEqual([looks, most], [5, 1]);
  const waiting = inbox.wait(account, { to }, 60_000);
  for (let second = 0; second < 5; second++) {
    await sleepersOf(clock);
    clock.advance(1_000);
  }
  await sleepersOf(clock);
  const message = { messageId: "msg_1", owner: { account, region: "us-east-1" }, sender: "bob@example.com" };
  await database.write(inbox.receive({ ...message, recipients: [to], content: Buffer.from("\r\n") }));
  assert.equal((await waiting)?.recipients[0], to);
  assert.equal(looks, 6);
});

/** Until somebody waits for the clock. */
async function sleepersOf(clock: HandClock): Promise<void> {
  while (clock.sleepers === 0) await turn();
}
