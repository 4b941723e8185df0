import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type DatabasePlace, type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

/** Before the first check, during it, between it and the next. */
const killedAfterMs = [0, 4, 40];
const verifiedWithinMs = 30_000;

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
  await Promise.allSettled([0, 1].map(write));
  return acknowledged;
}

/** Creates, and is killed, several times over; answers what was acknowledged. */
async function liveThroughKills(service: ServiceProcess, place: DatabasePlace): Promise<string[]> {
  const created: string[] = [];
  for (const [round, ms] of killedAfterMs.entries()) {
    for (const name of [`first-${round}.example`, `ann@first-${round}.example`]) {
      await service.call("POST", "/v2/email/identities", { EmailIdentity: name });
      created.push(name);
    }
    const creating = createUntilKilled(service, round);
    await delay(ms);
    await service.kill();
    created.push(...(await creating));
    await service.releaseLeases(place);
    await service.restart();
  }
  return created;
}

async function story(engine: Engine): Promise<void> {
  await using place = await newDatabasePlace(engine);
  await using service = await ServiceProcess.start(place);
  for (const name of await liveThroughKills(service, place)) {
    assert.equal((await show(service, name)).verification.status, "PENDING", `${name} on ${engine}`);
  }
  const domains = killedAfterMs.map((_, round) => `first-${round}.example`);
  for (const domain of domains) {
    const { records } = await show(service, domain);
    assert.equal(records.length, 3);
    for (const { name, type, value } of records) {
      await service.call("PUT", "/signet/v1/dns/records", { name, type, value });
    }
  }
  const until = performance.now() + verifiedWithinMs;
  for (const domain of domains) {
    while ((await show(service, domain)).verification.status !== "SUCCESS") {
      assert.ok(performance.now() < until, `${domain} was not verified on ${engine}`);
      await delay(100);
    }
    const inbox = `/signet/v1/inbox?to=ann@${domain}`;
    const { messages } = await service.call<{ messages: unknown[] }>("GET", inbox);
    assert.equal(messages.length, 1, `messages to ann@${domain} on ${engine}`);
  }
}

// Side by side, for most of the time goes by waiting: for processes to start, for checks to fall due.
test("what was acknowledged before a kill -9 is there after it, and is verified, on either engine", async () => {
  await Promise.all(engines.map(story));
});
