import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "#platform/database/open.ts";
import { type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { uncertainMessages } from "#test/support/uncertain-messages.ts";

/** How often it is killed: `SIGNET_TEST_KILLS=50` is what the figures in the documentation come from. */
const kills = Number(process.env["SIGNET_TEST_KILLS"] ?? 4);
const senders = 4;
const arrivedWithinMs = 60_000;

/** Sends one after the other until the service is gone; adds the id of each message that was acknowledged. */
async function sendUntilKilled(service: ServiceProcess, acknowledged: string[], name: string): Promise<void> {
  for (let number = 0; ; number++) {
    try {
      const { MessageId } = await service.call<{ MessageId: string }>("POST", "/v2/email/outbound-emails", {
        FromEmailAddress: "ann@sender.example",
        Destination: { ToAddresses: [`${name}-${number}@domain-${number % 5}.example`] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
      });
      acknowledged.push(MessageId);
    } catch {
      return;
    }
  }
}

async function story(engine: Engine): Promise<string> {
  const arrived = new Map<string, number>();
  await using receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    maxClients: 1_000,
    answer: async ({ content }) => {
      const id = /^Message-ID: <([^@]+)@/m.exec(content.toString("latin1"))?.[1] ?? "";
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    },
  });
  await using place = await newDatabasePlace(engine);
  await using service = await ServiceProcess.start(place, {
    SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`,
  });
  await verifyAtHome(service, "sender.example");
  const acknowledged: string[] = [];
  for (let round = 0; round < kills; round++) {
    const sending = Array.from({ length: senders }, async (_, sender) => {
      await sendUntilKilled(service, acknowledged, `${round}-${sender}`);
    });
    await delay(50 + Math.random() * 400);
    await service.kill();
    await Promise.all(sending);
    await service.releaseLeases(place);
    await service.restart();
  }
  const until = performance.now() + arrivedWithinMs;
  while (acknowledged.some((id) => !arrived.has(id))) {
    const missing = acknowledged.filter((id) => !arrived.has(id));
    assert.ok(
      performance.now() < until,
      `${missing.length} of ${acknowledged.length} are missing on ${engine}`,
    );
    await delay(100);
  }
  await service.kill();
  await using database = await openDatabase(place);
  const uncertain = await uncertainMessages(database);
  const twice = [...arrived].filter(([, times]) => times > 1).map(([id]) => id);
  assert.deepEqual(
    twice.filter((id) => !uncertain.has(id)),
    [],
    "a message arrived twice that no attempt was uncertain about",
  );
  const counts = `${acknowledged.length} acknowledged, ${arrived.size} arrived, ${twice.length} of them twice`;
  return `${engine}: ${kills} kills, ${counts}, ${uncertain.size} uncertain.`;
}

test("what was accepted before a kill -9 is delivered after it, and twice only where nobody could know", {
  timeout: 300_000,
}, async (context) => {
  for (const figures of await Promise.all(engines.map(story))) context.diagnostic(figures);
});
