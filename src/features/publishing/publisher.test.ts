import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaimedPublication } from "#features/events/index.ts";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Publisher } from "./publisher.ts";

const account = "111111111111";

/** Endpoints that answer when they are told to, and what was put off because of them. */
function scene() {
  const clock = new HandClock();
  const posts: (PromiseWithResolvers<Posted> & { account: string })[] = [];
  const waits: number[] = [];
  const givenUp: string[] = [];
  const forgotten = new Set<string>();
  const broken = new Map<string, Error>();
  const recorded: { id: string; told: boolean; answer: string }[] = [];
  const publisher = new Publisher({
    clock,
    events: {
      find: async () => ({
        id: "evt_1",
        type: "Send",
        at: clock.now(),
        detail: {},
        configurationSet: undefined,
      }),
      putOff: async (_, dueAt) => void waits.push(dueAt - clock.now()),
      giveUp: async ({ id }) => void givenUp.push(id),
      record: async ({ id }, outcome) => {
        recorded.push({ id, ...outcome });
        return outcome.told ? "published" : "queued";
      },
    },
    webhooks: {
      notify: async ({ account }) => {
        const post = { ...Promise.withResolvers<Posted>(), account };
        posts.push(post);
        return await post.promise;
      },
    },
    topics: { notifyById: async () => undefined },
    awsTeller: { tell: async () => undefined },
    mail: {
      mailOf: async (_, messageId) => {
        const fault = broken.get(messageId);
        if (fault !== undefined) throw fault;
        return forgotten.has(messageId) ? undefined : {};
      },
    },
  });
  const answerAll = (status = 200) => {
    for (const { resolve } of posts.splice(0)) resolve({ kind: "answered", status, body: "" });
  };
  /** Tells a webhook of so many events at once; answers what came of them. */
  const tell = async (events: number, status: number) => {
    const ends = Array.from(
      { length: events },
      async () => await publisher.attempt(claim(account, "webhook")),
    );
    await new Promise(setImmediate);
    answerAll(status);
    return await Promise.all(ends);
  };
  return { clock, posts, waits, givenUp, forgotten, broken, recorded, publisher, answerAll, tell };
}

/** While it is alone. */
const mostOfOne = 42;

let claims = 0;

function claim(account: string, webhook: string): ClaimedPublication {
  const id = `pub_${claims++}`;
  return {
    owner: { account, region: "us-east-1" },
    id,
    target: { kind: "webhook", id: webhook },
    messageId: `message-${id}`,
    eventId: `evt-${id}`,
    attempts: 1,
    expiresAt: Number.POSITIVE_INFINITY,
    fence: 1,
  };
}

/** As many as an account may have webhooks; each has room for eight. */
function claimsOfMany(account: string): ClaimedPublication[] {
  return Array.from({ length: 64 }, (_, at) => claim(account, `webhook-${at % 8}`));
}

test("an account that is alone has most of the places, and its slow webhooks leave some for others", async () => {
  const { posts, waits, publisher, answerAll } = scene();
  const ends = claimsOfMany("111111111111").map(async (each) => await publisher.attempt(each));
  await new Promise(setImmediate);
  assert.equal(posts.length, mostOfOne);
  assert.equal(waits.length, publisher.concurrency - posts.length);
  ends.push(publisher.attempt(claim("222222222222", "webhook-of-another")));
  await new Promise(setImmediate);
  assert.equal(posts.length, mostOfOne + 1);
  answerAll();
  const all = await Promise.all(ends);
  assert.equal(all.filter((end) => end === "told").length, mostOfOne + 1);
});

test("an account gives way as others come, until each has as many places", async () => {
  const { posts, publisher } = scene();
  const accounts = ["111111111111", "222222222222", "333333333333", "444444444444"];
  const [first = "", ...others] = accounts;
  for (const each of claimsOfMany(first)) void publisher.attempt(each);
  await new Promise(setImmediate);
  for (const account of others) void publisher.attempt(claim(account, "webhook-1"));
  await new Promise(setImmediate);
  assert.deepEqual(new Set(posts.map(({ account }) => account)), new Set(accounts));
  // One is answered after the other, and then each has more to tell; who was first asks first.
  for (let answered = 0; answered < 200; answered++) {
    posts.shift()?.resolve({ kind: "answered", status: 200, body: "" });
    await new Promise(setImmediate);
    for (const account of accounts) void publisher.attempt(claim(account, `webhook-${answered % 8}`));
    await new Promise(setImmediate);
    assert.ok(posts.length < publisher.concurrency);
  }
  const counts = accounts.map((each) => posts.filter(({ account }) => account === each).length);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 3, counts.join());
});

test("many accounts with slow webhooks, one after the other, leave places for the next", async () => {
  const { posts, publisher } = scene();
  for (let account = 100_000_000_000; account < 100_000_000_010; account++) {
    const room = publisher.concurrency - posts.length;
    for (const each of claimsOfMany(String(account)).slice(0, room)) void publisher.attempt(each);
    await new Promise(setImmediate);
  }
  assert.equal(new Set(posts.map(({ account }) => account)).size, 10);
});

test("what waits for slow webhooks is put off each to a time of its own, and no longer than a minute", async () => {
  const { clock, waits, publisher, answerAll } = scene();
  const first = claimsOfMany("111111111111").map(async (each) => await publisher.attempt(each));
  await new Promise(setImmediate);
  clock.advance(8 * secondMs);
  answerAll();
  await Promise.all(first);
  waits.length = 0;
  const second = claimsOfMany("111111111111").map(async (each) => await publisher.attempt(each));
  await new Promise(setImmediate);
  // Of 42 places of which each is taken for 8 s.
  assert.deepEqual([waits[0], waits[4], waits[5], waits[10]], [1_000, 1_000, 1_143, 2_096]);
  const third = Array.from({ length: 8 }, () => claimsOfMany("111111111111")).flat();
  await Promise.all(third.map(async (each) => await publisher.attempt(each)));
  assert.equal(waits.at(-1), minuteMs);
  answerAll();
  await Promise.all(second);
});

test("a webhook that does not take one event among others is told of the next at once", async () => {
  const { tell } = scene();
  for (let turn = 0; turn < 20; turn++) {
    assert.deepEqual(await tell(1, 500), ["not-told"]);
    assert.deepEqual(await tell(3, 200), ["told", "told", "told"]);
  }
});

test("a webhook that takes nothing rests, for longer each time, but no longer because several failed at once", async () => {
  const { clock, waits, tell } = scene();
  const rest = async () => {
    assert.deepEqual(await tell(1, 200), ["put-off"]);
    return waits.at(-1);
  };
  await tell(8, 500);
  assert.equal(await rest(), 5 * secondMs);
  for (const restMs of [10, 20, 40, 80, 160, 300, 300].map((seconds) => seconds * secondMs)) {
    clock.advance(5 * minuteMs);
    await tell(8, 500);
    assert.equal(await rest(), restMs);
  }
  clock.advance(5 * minuteMs);
  assert.deepEqual(await tell(2, 200), ["told", "told"]);
  await tell(8, 500);
  assert.equal(await rest(), 5 * secondMs);
});

test("what was to be told a webhook that takes nothing is given up in time, but not for a short failure", async () => {
  const { clock, givenUp, publisher, tell } = scene();
  const late = { ...claim(account, "webhook"), expiresAt: clock.now() };
  for (let rest = 1; rest <= 6; rest++) {
    await tell(8, 500);
    assert.equal(await publisher.attempt(late), "put-off");
    clock.advance(5 * minuteMs);
  }
  await tell(8, 500);
  assert.equal(await publisher.attempt(claim(account, "webhook")), "put-off");
  assert.equal(await publisher.attempt(late), "given-up");
  assert.deepEqual(givenUp, [late.id]);
});

test("an event whose message is forgotten says nothing of the webhook that takes nothing", async () => {
  const { forgotten, publisher, tell } = scene();
  await tell(7, 500);
  const old = claim(account, "webhook");
  forgotten.add(old.messageId);
  assert.equal(await publisher.attempt(old), "told");
  await tell(1, 500);
  assert.deepEqual(await tell(1, 200), ["put-off"]);
});

test("an event that cannot be told for a fault of ours is told again later each time, not with every lease", async () => {
  const { broken, recorded, publisher } = scene();
  const fault = new TypeError("This should not happen.");
  const faulty = claim(account, "webhook");
  broken.set(faulty.messageId, fault);
  await assert.rejects(publisher.attempt(faulty), fault);
  assert.deepEqual(recorded, [
    { id: faulty.id, told: false, answer: "It could not be told; the service's log says why." },
  ]);
});

test("an event that cannot be told while the store is out of reach is as it was", async () => {
  const { broken, recorded, publisher } = scene();
  const waiting = claim(account, "webhook");
  const fault = new Unavailable("The store is out of reach.", { cause: undefined });
  broken.set(waiting.messageId, fault);
  await assert.rejects(publisher.attempt(waiting), fault);
  assert.deepEqual(recorded, []);
});
