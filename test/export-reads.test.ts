import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { firstMessageIdAt, MessageSearchStore } from "#features/delivery/index.ts";
import { EventStore } from "#features/events/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { exportJobsOn } from "./support/export-jobs.ts";
import { HandClock } from "./support/hand-clock.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const messages = 450;

/** Counts what is read on the thread that answers callers, and what beside it. */
function counted(database: Database) {
  const reads = { here: 0, aside: 0 };
  const counting: Database = {
    engine: database.engine,
    build: database.build,
    announcements: database.announcements,
    read(query) {
      reads.here += 1;
      return database.read(query);
    },
    readAside(query) {
      reads.aside += 1;
      return database.readAside(query);
    },
    write: (group) => database.write(group),
    change: (query) => database.change(query),
    ping: () => database.ping(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
  return { counting, reads };
}

async function fill(database: Database, now: number): Promise<void> {
  const rows = Array.from({ length: messages }, (_, number) => ({
    ...owner,
    id: `${firstMessageIdAt(owner.region, now - number)}-${number}`,
    created_at: now - number,
    signing_domain: null,
    signing_account: null,
    envelope_from: "ann@sender.test",
    content: new Uint8Array(0),
    tls: "opportunistic" as const,
    sending_pool: null,
    configuration_set: null,
    archive: null,
    tenant: null,
    contact_list: null,
    list_topic: null,
    feedback_to: null,
    mail: JSON.stringify({
      destination: ["bob@reader.example"],
      commonHeaders: { from: ["ann@sender.test"], subject: "Hello" },
    }),
  }));
  await database.write([{ query: database.build.insertInto("messages").values(rows).compile() }]);
}

for (const engine of engines) {
  describe(`an export of messages, on ${engine}`, () => {
    test("reads them beside the thread that answers callers, and makes way for them", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock();
      await fill(database, clock.now());
      const { counting, reads } = counted(database);
      const events = new EventStore(counting);
      const jobs = exportJobsOn(database, {
        events: { outcomesOf: async (of, ids) => await events.outcomesOf(of, ids) },
        search: new MessageSearchStore(counting),
        clock,
      });
      const all = { from: 0, to: clock.now(), include: {}, exclude: {}, mostResults: undefined };
      const { id } = await jobs.create(owner, { type: "MESSAGE_INSIGHTS", ...all }, "CSV");
      const [claim] = await jobs.claimDue(1);
      assert.ok(claim);
      let rests = 0;
      const callers = { makeWay: async () => void (rests += 1) };
      assert.equal(await jobs.run(claim, new AbortController().signal, callers), "completed");
      // What is left to be done on that thread makes way between lots.
      assert.equal(rests, 3);
      assert.equal((await jobs.get(owner, id)).exported, messages);
      // Of each 200 messages: who they are, what became of them, and who opened them.
      assert.deepEqual(reads, { here: 0, aside: 9 });
    });
  });
}
