import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaimedPublication } from "#features/events/index.ts";
import { minuteMs, secondMs } from "#platform/clock.ts";
import type { Posted } from "#protocols/http/guarded-post.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Publisher } from "./publisher.ts";

/** Endpoints that answer when they are told to, and what was put off because of them. */
function scene() {
  const clock = new HandClock();
  const posts: PromiseWithResolvers<Posted>[] = [];
  const waits: number[] = [];
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
      record: async () => {},
    },
    webhooks: {
      notify: async () => {
        const post = Promise.withResolvers<Posted>();
        posts.push(post);
        return await post.promise;
      },
    },
    topics: { notifyById: async () => undefined },
    awsTeller: { tell: async () => undefined },
    mail: { mailOf: async () => ({}) },
  });
  const answerAll = () => {
    for (const { resolve } of posts.splice(0)) resolve({ kind: "answered", status: 200, body: "" });
  };
  return { clock, posts, waits, publisher, answerAll };
}

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

test("an account's slow webhooks leave places for those of other accounts", async () => {
  const { posts, waits, publisher, answerAll } = scene();
  const ends = claimsOfMany("111111111111").map(async (each) => await publisher.attempt(each));
  await new Promise(setImmediate);
  assert.equal(posts.length, publisher.concurrency / 4);
  assert.equal(waits.length, publisher.concurrency - posts.length);
  ends.push(publisher.attempt(claim("222222222222", "webhook-of-another")));
  await new Promise(setImmediate);
  assert.equal(posts.length, publisher.concurrency / 4 + 1);
  answerAll();
  const all = await Promise.all(ends);
  assert.equal(all.filter((end) => end === "told").length, publisher.concurrency / 4 + 1);
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
  assert.deepEqual([waits[0], waits[1], waits[2], waits[3]], [1_000, 1_000, 1_500, 2_000]);
  const third = Array.from({ length: 4 }, () => claimsOfMany("111111111111")).flat();
  await Promise.all(third.map(async (each) => await publisher.attempt(each)));
  assert.equal(waits.at(-1), minuteMs);
  answerAll();
  await Promise.all(second);
});
