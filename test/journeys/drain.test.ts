import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "#platform/database/open.ts";
import { type DatabasePlace, type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { SmtpConversation } from "#test/support/smtp-conversation.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const email = {
  FromEmailAddress: "ann@sender.example",
  Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
};

/** Answers no final dot until it is told to; `taken` resolves with the first that it was given. */
async function startSilentReceiver() {
  const { promise: told, resolve: answerAll } = Promise.withResolvers<void>();
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    answer: async () => {
      take();
      await told;
    },
  });
  return { ...receiver, taken, answerAll };
}

/** Sends one after the other until nobody listens any more. Every answer until then must be a good one. */
async function sendUntilGone(service: ServiceProcess, acknowledged: Set<string>): Promise<void> {
  for (let number = 0; ; number++) {
    const Destination = { ToAddresses: [`bob-${number}@domain-${number % 5}.example`] };
    const body = JSON.stringify({ ...email, Destination });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${service.url}/v2/email/outbound-emails`, {
      method: "POST",
      headers,
      body,
    }).catch(() => undefined);
    if (answer === undefined) return;
    assert.equal(answer.status, 200);
    acknowledged.add(((await answer.json()) as { data: { MessageId: string } }).data.MessageId);
  }
}

/** Asks until the answer is no, or nobody is there to give one. */
async function whenNotReady(service: ServiceProcess): Promise<number | undefined> {
  for (;;) {
    const answer = await fetch(`${service.url}/readyz`).catch(() => undefined);
    if (answer?.status !== 200) return answer?.status;
    await answer.arrayBuffer();
    await delay(20);
  }
}

/** How many deliveries are still held by somebody. */
async function leasesIn(place: DatabasePlace): Promise<number> {
  await using database = await openDatabase(place);
  const rows = await database.read(
    database.build
      .selectFrom("deliveries")
      .select("id")
      .where("state", "=", "queued")
      .where((row) => row.or([row("phase", "<>", "idle"), row("due_at", ">", Date.now())]))
      .compile(),
  );
  return rows.length;
}

async function story(engine: Engine): Promise<string> {
  const arrived = new Map<string, number>();
  let isSlow = true;
  await using receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    answer: async ({ content }) => {
      if (isSlow) await delay(200);
      const id = /^Message-ID: <([^@]+)@/m.exec(content.toString("latin1"))?.[1] ?? "";
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    },
  });
  await using place = await newDatabasePlace(engine);
  await using service = await ServiceProcess.start(place, {
    SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`,
    // As long as a busy machine may need to be asked in the meantime.
    SIGNET_DRAIN_SECONDS: "3",
  });
  await verifyAtHome(service, "sender.example");
  await using session = await SmtpConversation.open(service.smtpPort);
  await session.reply();
  const acknowledged = new Set<string>();
  const sending = Array.from({ length: 4 }, async () => await sendUntilGone(service, acknowledged));
  while (arrived.size < 20) await delay(20);

  const toldAt = performance.now();
  const ended = service.terminate();
  const notReady = await whenNotReady(service);
  assert.equal(notReady, 503, `/readyz on ${engine}`);
  const last = await fetch(`${service.url}/healthz`);
  assert.deepEqual([last.status, last.headers.get("connection")], [200, "close"]);
  assert.equal(await ended, 0, `the exit code on ${engine}`);
  const tookMs = Math.round(performance.now() - toldAt);
  await Promise.all(sending);
  assert.match(await session.reply(), /^421 /);

  assert.equal(await leasesIn(place), 0, `leases left behind on ${engine}`);
  const before = arrived.size;
  isSlow = false;
  await service.restart();
  while (arrived.size < acknowledged.size) await delay(50);
  assert.deepEqual(new Set(arrived.keys()), acknowledged);
  assert.deepEqual([...arrived.values()].filter((times) => times > 1).length, 0, "some arrived twice");
  return `${engine}: ended in ${tookMs} ms, ${before} of ${acknowledged.size} delivered before, the rest after.`;
}

test("told to stop under load, the service says so, finishes or hands back, and ends", async (context) => {
  for (const figures of await Promise.all(engines.map(story))) context.diagnostic(figures);
});

test("a receiver that does not answer the final dot holds up the end for less than 30 s, and the message is sent again", async (context) => {
  await using receiver = await startSilentReceiver();
  await using place = await newDatabasePlace("postgres");
  const settings = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
  await using service = await ServiceProcess.start(place, settings);
  await service.call("POST", "/v2/email/identities", { EmailIdentity: "bob@example.com" });
  await receiver.taken;
  const toldAt = performance.now();
  assert.equal(await service.terminate(), 0);
  const seconds = (performance.now() - toldAt) / 1_000;
  receiver.answerAll();
  context.diagnostic(`ended after ${seconds.toFixed(1)} s`);
  assert.ok(seconds > 15 && seconds < 30, `${seconds} s`);
  await using database = await openDatabase(place);
  const { build } = database;
  const states = build.selectFrom("deliveries").select("state").compile();
  const outcomes = build.selectFrom("delivery_attempts").select("outcome").orderBy("id").compile();
  assert.deepEqual(await database.read(states), [{ state: "queued" }]);
  assert.deepEqual(await database.read(outcomes), [{ outcome: "uncertain" }]);

  await service.restart();
  // A minute before its time.
  await service.call("POST", "/signet/v1/queue/retry", { domain: "example.com" });
  while ((await database.read(states))[0]?.state !== "delivered") await delay(20);
  assert.deepEqual(await database.read(outcomes), [{ outcome: "uncertain" }, { outcome: "delivered" }]);
  const ids = receiver.received.map(({ content }) => /^Message-ID: (.+)$/m.exec(content.toString())?.[1]);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test("told twice, it ends at once", async () => {
  await using receiver = await startSilentReceiver();
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place, {
    SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`,
  });
  await service.call("POST", "/v2/email/identities", { EmailIdentity: "bob@example.com" });
  await receiver.taken;
  const ended = service.terminate();
  await whenNotReady(service);
  // A signal that comes sooner after the first is taken for the same one, passed on by whoever started us.
  await delay(1_100);
  void service.terminate();
  assert.equal(await ended, "SIGTERM");
  receiver.answerAll();
});
