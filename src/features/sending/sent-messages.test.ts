import assert from "node:assert/strict";
import { test } from "node:test";
import { type MessageFilter, SentMessages } from "./sent-messages.ts";

const owner = { account: "000000000000", region: "us-east-1" };

/** How many times the database is asked for one page of what is not there, among more than are looked at for a page. */
async function questionsFor(filter: MessageFilter): Promise<number> {
  let questions = 0;
  const messages = new SentMessages({
    deliveries: {
      message: async () => undefined,
      ofMessage: async () => [],
      attemptsOf: async () => [],
    },
    events: { ofMessage: async () => [], typesOf: async () => new Map() },
    search: {
      search: async () => {
        questions += 1;
        return { found: [], reached: String(questions) };
      },
    },
    standing: { of: async () => new Map() },
  });
  const { items, nextToken } = await messages.list(owner, filter, { size: 50, token: undefined });
  assert.deepEqual(items, []);
  assert.ok(nextToken);
  return questions;
}

test("whatever a search is narrowed by, many messages are looked at with each question", async () => {
  const filters: readonly MessageFilter[] = [
    { to: "bob" },
    { subject: "order" },
    { tag: { name: "campaign", value: "autumn" } },
    { configurationSet: "news" },
    { tenant: "corner" },
    { state: "failed" },
    { event: "Bounce" },
  ];
  for (const filter of filters) assert.equal(await questionsFor(filter), 40, JSON.stringify(filter));
});
