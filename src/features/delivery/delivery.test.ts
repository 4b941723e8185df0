import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import { systemRandom } from "#platform/random.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import type { Outcome } from "./delivery.ts";
import type { Transport, TransportReport } from "./index.ts";

const never = new AbortController().signal;

/** A report that gives each recipient the outcome that its local part names. */
function answered(recipients: readonly string[]): TransportReport {
  return {
    recipients: recipients.map((recipient) => {
      const outcome = (recipient.split("@")[0] ?? "").replace(/-.*/, "") as Outcome;
      return { recipient, outcome, reply: `250 ${outcome}` };
    }),
    peer: "mx.example.com:25",
    conversation: [{ at: 3, by: "server", text: "220 mx.example.com" }],
  };
}

/** Hands over by writing the journal, as SMTP does, and counts. */
function scripted() {
  const sent: string[][] = [];
  const transport: Transport = {
    concurrency: 4,
    deliver: async ({ recipients }, _content, journal, signal) => {
      signal.throwIfAborted();
      await journal.beforeFinalDot();
      sent.push([...recipients]);
      return answered(recipients);
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return { transport, sent };
}

for (const engine of engines) {
  describe(`deliveries on ${engine}`, () => {
    test("a message is one delivery for each domain it goes to", async () => {
      await using world = await newDeliveryWorld(engine);
      const recipients = ["a@one.example", "b@Two.example", "c@ONE.example", "a@one.example"];
      const { id } = await world.send({ recipients });
      const deliveries = await world.deliveries.ofMessage(owner, id);
      assert.deepEqual(
        deliveries
          .map(({ recipientDomain, recipients }) => [recipientDomain, ...recipients])
          .toSorted((one, other) => one.length - other.length),
        [
          ["two.example", "b@Two.example"],
          ["one.example", "a@one.example", "c@ONE.example"],
        ],
      );
    });

    test("what is due is claimed once, by however many who ask at once", async () => {
      await using world = await newDeliveryWorld(engine);
      await Promise.all(Array.from({ length: 30 }, async () => await world.send()));
      const lots = await Promise.all(
        Array.from({ length: 6 }, async () => await world.deliveries.claimDue(8)),
      );
      assert.ok(lots.every((lot) => lot.length <= 8));
      const rest = await world.deliveries.claimDue(100);
      const ids = [...lots.flat(), ...rest].map(({ id }) => id);
      assert.equal(ids.length, 30);
      assert.equal(new Set(ids).size, 30);
    });

    test("a claim that was abandoned before the final dot is made again, by another", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send();
      const [first] = await world.deliveries.claimDue(1);
      assert.deepEqual(await world.deliveries.claimDue(1), []);
      world.clock.advance(2 * minuteMs);
      const [second] = await world.deliveries.claimDue(1);
      assert.ok(first !== undefined && second !== undefined);
      assert.equal(second.id, first.id);
      assert.equal(second.fence, first.fence + 1);
      assert.equal(second.wasInterrupted, false);
      const { transport, sent } = scripted();
      await world.deliverer(transport).attempt({ ...second, recipients: ["delivered@example.com"] }, never);
      assert.equal(sent.length, 1);
      const [delivery] = await world.deliveries.ofMessage(owner, id);
      assert.deepEqual(delivery?.state, { is: "delivered" });
    });

    test("a claim that was abandoned after the final dot is recorded as uncertain, and sent again", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send({ recipients: ["delivered@example.com"] });
      const [first] = await world.deliveries.claimDue(1);
      assert.ok(first !== undefined);
      await world.deliveries.enterFinalDot(first);
      world.clock.advance(2 * minuteMs - 1);
      assert.deepEqual(await world.deliveries.claimDue(1), []);
      world.clock.advance(1);
      const { transport, sent } = scripted();
      await using worker = world.worker(world.deliverer(transport));
      await worker.idle();
      assert.equal(sent.length, 1);
      const [delivery] = await world.deliveries.ofMessage(owner, id);
      assert.ok(delivery !== undefined);
      assert.deepEqual(delivery.state, { is: "delivered" });
      const attempts = await world.deliveries.attemptsOf(delivery);
      assert.deepEqual(attempts.map(({ outcome }) => outcome).toSorted(), ["delivered", "uncertain"]);
    });

    test("who lost the lease can neither pass the final dot, nor complete, nor hand back", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send();
      const [stale] = await world.deliveries.claimDue(1);
      world.clock.advance(2 * minuteMs);
      const [holder] = await world.deliveries.claimDue(1);
      assert.ok(stale !== undefined && holder !== undefined);
      await assert.rejects(world.deliveries.enterFinalDot(stale), LeaseLost);
      await assert.rejects(world.deliveries.handBack(stale), LeaseLost);
      const report = answered(["delivered@example.com"]);
      const received = world.inbox.receive({
        messageId: id,
        owner,
        sender: "",
        recipients: [],
        content: Buffer.of(),
      });
      await assert.rejects(
        world.deliveries.record(stale, 0, { report: { ...report, alongside: received } }),
        LeaseLost,
      );
      assert.deepEqual(await world.inbox.list(owner.account, {}, { limit: 10 }), []);
      assert.deepEqual(await world.deliveries.attemptsOf(holder), []);
      const { transport, sent } = scripted();
      await world.deliverer(transport).attempt(stale, never);
      assert.deepEqual(sent, []);
      await world.deliveries.record(holder, 0, { report });
      await assert.rejects(world.deliveries.record(holder, 0, { report }), LeaseLost);
    });

    test("recipients with different outcomes part, each lot with its own state", async () => {
      await using world = await newDeliveryWorld(engine);
      const recipients = ["delivered-1", "refused-2", "deferred-3", "delivered-4", "uncertain-5"].map(
        (name) => `${name}@example.com`,
      );
      const { id } = await world.send({ recipients });
      await using worker = world.worker(world.deliverer(scripted().transport));
      await worker.idle();
      const deliveries = await world.deliveries.ofMessage(owner, id);
      const seen = Object.fromEntries(
        deliveries.map(({ state, recipients }) => [state.is, recipients.length]),
      );
      assert.deepEqual(seen, { queued: 2, delivered: 2, failed: 1 });
      const queued = deliveries.find(({ state }) => state.is === "queued");
      assert.deepEqual(queued?.recipients, ["deferred-3@example.com", "uncertain-5@example.com"]);
      assert.equal((queued && (await world.deliveries.attemptsOf(queued)))?.[0]?.outcome, "mixed");
      assert.deepEqual(world.complaints, []);
    });

    test("what is deferred is tried again by the schedule, until its time is up", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send({ recipients: ["deferred@example.com"] });
      const { transport, sent } = scripted();
      await using worker = world.worker(world.deliverer(transport));
      await worker.idle();
      assert.equal(sent.length, 1);
      await worker.idle();
      assert.equal(sent.length, 1);
      world.clock.advance(1.2 * minuteMs);
      await worker.idle();
      assert.equal(sent.length, 2);
      for (let hours = 0; hours < 20; hours += 1) {
        world.clock.advance(hourMs);
        await worker.idle();
      }
      const [delivery] = await world.deliveries.ofMessage(owner, id);
      assert.deepEqual(delivery?.state, { is: "failed" });
      assert.equal(delivery?.lastReply, "250 deferred");
      const attempts: number = sent.length;
      assert.ok(attempts > 8 && attempts < 16, `${attempts} attempts`);
      assert.equal((delivery && (await world.deliveries.attemptsOf(delivery)))?.length, sent.length);
    });

    test("stopping before the final dot hands the delivery back, due at once and not counted", async () => {
      await using world = await newDeliveryWorld(engine);
      await world.send();
      const begun = Promise.withResolvers<void>();
      const transport: Transport = {
        concurrency: 4,
        deliver: async (_envelope, _content, _journal, signal) => {
          begun.resolve();
          return await new Promise((_, reject) =>
            signal.addEventListener("abort", () => reject(signal.reason as Error)),
          );
        },
        [Symbol.asyncDispose]: async () => {},
      };
      {
        await using _ = world.worker(world.deliverer(transport));
        await begun.promise;
      }
      const [claim] = await world.deliveries.claimDue(1);
      assert.equal(claim?.attempts, 1);
      assert.equal(claim?.wasInterrupted, false);
      assert.equal(world.clock.sleepers, 0);
      assert.deepEqual(world.complaints, []);
    });

    test("an attempt that takes long keeps its lease", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send({ recipients: ["delivered@example.com"] });
      const [claim] = await world.deliveries.claimDue(1);
      assert.ok(claim !== undefined);
      const [begun, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const { transport } = scripted();
      const slow: Transport = {
        ...transport,
        deliver: async (...work) => {
          begun.resolve();
          await ending.promise;
          return await transport.deliver(...work);
        },
      };
      const attempt = world.deliverer(slow).attempt(claim, never);
      await begun.promise;
      for (let halfMinutes = 0; halfMinutes < 20; halfMinutes++) {
        world.clock.advance(minuteMs / 2);
        // The renewal is a write of its own, to be on disk before time goes on.
        await world.database.write([]);
        await delay(5);
        assert.deepEqual(await world.deliveries.claimDue(1), []);
      }
      ending.resolve();
      assert.equal(await attempt, "delivered");
      const [delivery] = await world.deliveries.ofMessage(owner, id);
      assert.deepEqual(delivery?.state, { is: "delivered" });
    });

    test("an attempt that never ends is ended, and tried again later", async () => {
      await using world = await newDeliveryWorld(engine);
      const { id } = await world.send();
      const begun = Promise.withResolvers<void>();
      const transport: Transport = {
        concurrency: 4,
        deliver: async (_envelope, _content, _journal, signal) =>
          await new Promise((_, reject) => {
            signal.addEventListener("abort", () => reject(signal.reason as Error));
            begun.resolve();
          }),
        [Symbol.asyncDispose]: async () => {},
      };
      const [claim] = await world.deliveries.claimDue(1);
      assert.ok(claim !== undefined);
      const attempt = world.deliverer(transport).attempt(claim, never);
      await begun.promise;
      world.clock.advance(11 * minuteMs);
      await attempt;
      const [delivery] = await world.deliveries.ofMessage(owner, id);
      assert.equal(delivery?.state.is, "queued");
      assert.match(delivery?.lastReply ?? "", /too long/);
    });

    test("capture keeps a message once, in the owner's inbox", async () => {
      await using world = await newDeliveryWorld(engine);
      const message = await world.send({ recipients: ["ann@example.com", "bob@example.com"] });
      await using worker = world.worker();
      await worker.idle();
      const [kept, ...others] = await world.inbox.list(owner.account, {}, { limit: 10 });
      assert.equal(others.length, 0);
      assert.equal(kept?.messageId, message.id);
      assert.deepEqual(kept?.recipients, message.recipients);
      assert.deepEqual(await world.inbox.list("111111111111", {}, { limit: 10 }), []);
      assert.deepEqual(
        Buffer.from((await world.inbox.get(owner.account, kept?.id ?? "")).content),
        Buffer.from(message.content),
      );
    });
  });
}

test("a claim takes what it locked, and nothing that lies at the same place of another day", async () => {
  await using world = await newDeliveryWorld("postgres");
  const { build } = world.database;
  await world.send();
  const tomorrow = newId("dlv", world.clock.now() + dayMs, systemRandom).slice(0, 16);
  const day = sql`create table a_later_day partition of deliveries for values from (${sql.lit(tomorrow)}) to ('dlv_z')`;
  await world.database.write([{ query: day.compile(build) }]);
  world.clock.advance(2 * dayMs);
  await world.send();
  assert.equal((await world.deliveries.claimDue(1)).length, 1);
  assert.equal((await world.deliveries.claimDue(1)).length, 1);
  assert.equal((await world.deliveries.claimDue(1)).length, 0);
});
