import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { type DatabasePlace, engines, newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

/** Before the first check, during it, between it and the next. */
const killedAfterMs = [0, 4, 40];
const verifiedWithinMs = 15_000;

interface Shown {
  readonly verification: { readonly status: string };
  readonly records: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

async function show(service: ServiceProcess, name: string): Promise<Shown> {
  return await service.call<Shown>("GET", `/signet/v1/identities/${name}`);
}

/** Creates domains, several at once, until the process ends; answers those whose creation was acknowledged. */
async function createUntilKilled(service: ServiceProcess, round: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const write = async (writer: number) => {
    for (let at = 0; ; at++) {
      const name = `d${round}-${writer}-${at}.example`;
      await service.call("POST", "/v2/email/identities", { EmailIdentity: name });
      acknowledged.push(name);
    }
  };
  await Promise.allSettled([0, 1, 2, 3].map(write));
  return acknowledged;
}

/** Other processes may work on PostgreSQL, so a dead one's leases are waited out: minutes, made to have passed here. */
async function letLeasesLapse(place: DatabasePlace): Promise<void> {
  await using database = await openDatabase(place);
  const { build } = database;
  for (const queue of ["domain_checks", "deliveries"] as const) {
    const lapse = build.updateTable(queue).set((row) => ({
      claimed_until: row("claimed_until", "-", hourMs),
    }));
    await database.write([{ query: lapse.where("claimed_until", ">", 0).compile() }]);
  }
}

for (const engine of engines) {
  describe(`kill -9 between creation and check, on ${engine}`, () => {
    test("what was acknowledged is there, and is verified after the restart", async () => {
      await using place = await newDatabasePlace(engine);
      await using service = await ServiceProcess.start(place);
      const created: string[] = [];
      for (const [round, ms] of killedAfterMs.entries()) {
        const first = `first-${round}.example`;
        await service.call("POST", "/v2/email/identities", { EmailIdentity: first });
        await service.call("POST", "/v2/email/identities", { EmailIdentity: `ann@${first}` });
        created.push(first, `ann@${first}`);
        const creating = createUntilKilled(service, round);
        await delay(ms);
        await service.kill();
        created.push(...(await creating));
        if (engine === "postgres") await letLeasesLapse(place);
        await service.restart();
      }
      for (const name of created) assert.equal((await show(service, name)).verification.status, "PENDING");

      for (const round of killedAfterMs.keys()) {
        const { records } = await show(service, `first-${round}.example`);
        assert.equal(records.length, 3);
        for (const { name, type, value } of records) {
          await service.call("PUT", "/signet/v1/dns/records", { name, type, value });
        }
      }
      const until = performance.now() + verifiedWithinMs;
      for (const round of killedAfterMs.keys()) {
        const name = `first-${round}.example`;
        while ((await show(service, name)).verification.status !== "SUCCESS") {
          assert.ok(performance.now() < until, `${name} was not verified`);
          await delay(100);
        }
        const inbox = `/signet/v1/inbox?to=ann@${name}`;
        const { messages } = await service.call<{ messages: unknown[] }>("GET", inbox);
        assert.equal(messages.length, 1, `messages to ann@${name}`);
      }
    });
  });
}
