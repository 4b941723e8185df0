import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CheckHistoryStore } from "#features/checks/history-store.ts";
import { Checks } from "#features/checks/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { EventStore, Events, PublicationStore } from "#features/events/index.ts";
import { RepeatedCallStore, RepeatedCalls } from "#features/repeated-calls/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { exportJobsOn } from "./support/export-jobs.ts";
import { HandClock } from "./support/hand-clock.ts";

// Deliveries have theirs in features/delivery/delivery.test.ts.

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  describe(`whoever held work until another took it over, on ${engine}`, () => {
    test("ends no check", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock(Date.now());
      const [queue, history] = [new CheckQueueStore(database), new CheckHistoryStore(database)];
      const checks = new Checks({ queue, history, clock, random: systemRandom });
      const key = { owner, identity: "example.com", subject: "dkim" } as const;
      await database.write(checks.changesToSchedule(key));
      const [stale] = await checks.claimDue(1);
      clock.advance(minuteMs);
      const [holder] = await checks.claimDue(1);
      assert.ok(stale && holder);
      const saw = (verdict: string) => ({
        next: undefined,
        seen: { verdict, evidence: [], fingerprint: verdict },
      });
      const alongside = database.build
        .insertInto("resource_counts")
        .values({ ...owner, kind: "identity", n: 1 })
        .compile();
      await assert.rejects(checks.complete(stale, saw("stale"), [{ query: alongside }]), LeaseLost);
      await checks.handBack(stale);
      assert.deepEqual(await checks.claimDue(1), [], "it was handed back by who does not hold it");
      await checks.complete(holder, saw("found"));
      const seen = await checks.history(owner, "example.com", { limit: 10 });
      assert.deepEqual(
        seen.map(({ verdict }) => verdict),
        ["found"],
      );
      const counts = database.build.selectFrom("resource_counts").selectAll().compile();
      assert.deepEqual(await database.read(counts), [], "what was to be written with it was written");
    });

    test("ends no publication", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock(Date.now());
      const events = new Events({
        store: new EventStore(database),
        publications: new PublicationStore(database),
        audiences: { targetsOf: async () => [{ kind: "webhook", id: "whk_1" }] },
        clock,
        random: systemRandom,
      });
      await events.raise(
        { owner, messageId: "m", configurationSet: undefined },
        { type: "Send", at: clock.now(), detail: {} },
      );
      const [stale] = await events.claimDue(1);
      clock.advance(2 * minuteMs);
      const [holder] = await events.claimDue(1);
      assert.ok(stale && holder);
      await assert.rejects(events.record(stale, { told: true, answer: "200" }), LeaseLost);
      await assert.rejects(events.putOff(stale, clock.now(), "later"), LeaseLost);
      const states = async () => (await events.publicationsTo(owner, "whk_1")).map(({ state }) => state.is);
      assert.deepEqual(await states(), ["queued"]);
      await events.record(holder, { told: true, answer: "200" });
      assert.deepEqual(await states(), ["published"]);
    });

    test("writes no more of a file, nor ends it", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock(Date.now());
      const begun = Promise.withResolvers<void>();
      const slow = Promise.withResolvers<void>();
      const lots: Promise<void>[] = [slow.promise, Promise.resolve()];
      const mail = { commonHeaders: { from: ["ann@a.example"] }, destination: ["bob@b.example"] };
      const jobs = exportJobsOn(database, {
        search: {
          search: async () => {
            begun.resolve();
            await lots.shift();
            const found = { id: "m", createdAt: clock.now(), mail, tenant: undefined };
            return {
              found: [{ ...found, configurationSet: undefined, archive: undefined }],
              reached: undefined,
            };
          },
        },
        clock,
      });
      const source = {
        type: "MESSAGE_INSIGHTS",
        from: 0,
        to: clock.now(),
        include: {},
        exclude: {},
      } as const;
      const { id } = await jobs.create(owner, { ...source, mostResults: undefined }, "CSV");
      const [stale] = await jobs.claimDue(1);
      assert.ok(stale);
      const { signal } = new AbortController();
      const late = jobs.run(stale, signal);
      await begun.promise;
      await database.write([
        { query: database.build.updateTable("export_jobs").set({ due_at: clock.now() }).compile() },
      ]);
      const [holder] = await jobs.claimDue(1);
      assert.ok(holder);
      assert.equal(await jobs.run(holder, signal), "completed");
      slow.resolve();
      assert.equal(await late, "lease-lost");
      const link = jobs.linkTo(await jobs.get(owner, id));
      const file = await jobs.open(link?.split("/").at(-1) ?? "", "here.example");
      assert.ok(file);
      const text = Buffer.concat(await Array.fromAsync(file.parts)).toString();
      assert.equal(text.length, file.bytes);
      assert.equal(text.split("\r\n").length, 3);
    });

    test("answers no repeated call, and does not forget it", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock(Date.now());
      const log = { info() {}, warn() {}, error() {} };
      const calls = new RepeatedCalls({ store: new RepeatedCallStore(database), clock, log });
      const call = { key: "k", by: undefined, requestHash: Buffer.alloc(32, 1) };
      const begin = () => {
        const answer = Promise.withResolvers<string>();
        const begun = Promise.withResolvers<void>();
        const ended = calls.once(owner, call, async () => {
          begun.resolve();
          return await answer.promise;
        });
        return { answer, ended, begun: begun.promise };
      };
      for (const end of ["answers", "fails"] as const) {
        const stale = begin();
        await stale.begun;
        clock.advance(3 * minuteMs);
        const holder = begin();
        await holder.begun;
        if (end === "answers") {
          stale.answer.resolve("stale");
          await stale.ended;
        } else {
          stale.answer.reject(new Error("failed"));
          await assert.rejects(stale.ended);
        }
        await assert.rejects(begin().ended, { problem: "conflict" }, "it is no longer under way");
        holder.answer.resolve("first");
        await holder.ended;
        assert.equal(await begin().ended, "first");
        await database.write([{ query: database.build.deleteFrom("repeated_calls").compile() }]);
      }
    });
  });
}
