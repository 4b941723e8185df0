import assert from "node:assert/strict";
import { test } from "node:test";
import type { EndedAttempt } from "#features/delivery/index.ts";
import type { RaisedEvent } from "#features/sending/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Feedback } from "./feedback.ts";
import { FeedbackStore } from "./store.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const recipient = "complaint+one@simulator.amazonses.com";
const report = {
  configurationSet: undefined,
  archive: undefined,
  tenant: undefined,
  list: undefined,
  feedbackTo: undefined,
  mail: {},
};
const message = {
  id: "0100-1",
  owner,
  envelopeFrom: "",
  content: Buffer.of(),
  signWith: "service",
  createdAt: 0,
  rules: { tls: "opportunistic", sendingPool: undefined },
  report,
} as const;

function delivered(to: string): EndedAttempt {
  return ended({ recipient: to, outcome: "delivered", reply: "250 OK" });
}

function ended(result: EndedAttempt["report"]["recipients"][number]): EndedAttempt {
  const { recipient: to, outcome, reply } = result;
  const claim = {
    id: "dlv_1",
    owner,
    messageId: message.id,
    recipientDomain: "simulator.amazonses.com",
    recipients: [to],
    sizeBytes: 0,
    expiresAt: 1,
    lastReply: undefined,
    state: { is: "queued", dueAt: 0 },
    attempts: 1,
    fence: 1,
    wasInterrupted: false,
  } as const;
  const parts =
    outcome === "uncertain" ? [{ recipients: [to], state: { is: outcome }, lastReply: reply }] : [];
  return { claim, message, at: 1, parts, report: { recipients: [result], peer: "", conversation: [] } };
}

function feedbackTelling(database: Database, raised: RaisedEvent[]): Feedback {
  return new Feedback({
    store: new FeedbackStore(database),
    deliveries: () => ({ changesToEnqueue: () => [], message: async () => message }),
    events: {
      changesToRaise: async (_, events: readonly RaisedEvent[]) => {
        raised.push(...events);
        return [];
      },
    },
    suppression: { changesToAdd: () => [] },
    suppressionRules: async () => ({ reasons: [], tenant: undefined }),
    clock: new HandClock(),
    random: systemRandom,
    zone: "signet.localhost",
  });
}

for (const engine of engines) {
  test(`what the mailbox simulator complains of is in one commit with its delivery, and once, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const raised: RaisedEvent[] = [];
    const feedback = feedbackTelling(database, raised);
    const types = () => raised.splice(0).map(({ type }) => type);
    await database.write(await feedback.afterAttempt(delivered(recipient)));
    assert.deepEqual(types(), ["Delivery", "Complaint"]);
    await database.write(await feedback.afterAttempt(delivered(recipient)));
    assert.deepEqual(types(), ["Delivery"]);
    await database.write(await feedback.afterAttempt(delivered("complaint@example.com")));
    assert.deepEqual(types(), ["Delivery"]);
  });

  test(`what a server may have taken, though it never said so, bounces as undetermined, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const raised: RaisedEvent[] = [];
    const feedback = feedbackTelling(database, raised);
    const reply = "The server did not answer within 600 s.";
    await feedback.afterAttempt(ended({ recipient: "bob@far.example", outcome: "uncertain", reply }));
    const [bounce] = raised as { readonly type: string; readonly detail: object }[];
    assert.equal(bounce?.type, "Bounce");
    assert.partialDeepStrictEqual(bounce.detail, {
      bounceType: "Undetermined",
      bounceSubType: "Undetermined",
      bouncedRecipients: [{ emailAddress: "bob@far.example", diagnosticCode: reply }],
    });
  });
}
