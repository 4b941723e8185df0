import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { Cluster, messageTo, sendPath } from "#test/support/cluster.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { type PostgresServer, startPostgres } from "#test/support/postgres-server.ts";
import type { ServiceProcess } from "#test/support/service-process.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { uncertainMessages } from "#test/support/uncertain-messages.ts";

/** `SIGNET_TEST_CLUSTER_MESSAGES=20000` is what the figures in the documentation come from: PostgreSQL is gone for 30 s then. */
const messages = Number(process.env["SIGNET_TEST_CLUSTER_MESSAGES"] ?? 2_000);
const isLong = messages > 5_000;
const databaseGoneMs = isLong ? 30_000 : 3_000;
const killedEveryMs = isLong ? 3_000 : 500;
const senders = 12;
const arrivedWithinMs = isLong ? 200_000 : 120_000;
/** The receiver answers at once: who holds a delivery for longer is gone. In the long run, leases run out by themselves. */
const heldForMs = 3_000;
const leaseMs = 120_000;

/** Sends one after the other, through whichever node answers; gives back the ids of those that were acknowledged. */
async function sendThrough(cluster: Cluster, isOver: (acknowledged: number) => boolean): Promise<string[]> {
  const acknowledged: string[] = [];
  const sender = async (number: number) => {
    for (let at = number; !isOver(acknowledged.length); at++) {
      const message = messageTo(`${number}-${at}@domain-${at % 5}.example`);
      // One that has just been killed does not answer; one that cannot reach PostgreSQL says so.
      const answer = await cluster
        .node(at)
        .ask<{ MessageId: string }>("POST", sendPath, message)
        .catch(() => undefined);
      if (answer?.data !== undefined) acknowledged.push(answer.data.MessageId);
      else {
        assert.ok(answer === undefined || answer.status === 503, JSON.stringify(answer));
        await delay(20);
      }
    }
  };
  await Promise.all(Array.from({ length: senders }, async (_, number) => await sender(number)));
  return acknowledged;
}

/** Until it is told to stop: one node after the other dies and comes back. */
async function killInTurn(cluster: Cluster, stop: AbortSignal): Promise<number> {
  let kills = 0;
  for (; !stop.aborted; kills++) {
    await cluster.node(kills).restart();
    await delay(killedEveryMs, undefined, { signal: stop }).catch(() => {});
  }
  return kills;
}

/** Sends about so many while one node after the other dies. */
async function whileKilling(cluster: Cluster, count: number) {
  const stop = new AbortController();
  const [acknowledged, kills] = await Promise.all([
    sendThrough(cluster, (acknowledged) => acknowledged >= count).finally(() => stop.abort()),
    killInTurn(cluster, stop.signal),
  ]);
  return { acknowledged, kills };
}

async function isReady(node: ServiceProcess): Promise<{ alive: number; ready: number }> {
  const [alive, ready] = await Promise.all(
    ["/healthz", "/readyz"].map(async (path) => (await fetch(`${node.url}${path}`)).status),
  );
  return { alive: alive ?? 0, ready: ready ?? 0 };
}

/** Stops PostgreSQL for a while; every node says that it lives and is not ready, and is ready soon afterwards. */
async function stopDatabase(postgres: PostgresServer, cluster: Cluster): Promise<number> {
  await postgres.stop();
  const stoppedAt = performance.now();
  await cluster.untilAll(async (node) => {
    const { alive, ready } = await isReady(node);
    assert.equal(alive, 200);
    return ready === 503;
  });
  await delay(databaseGoneMs - (performance.now() - stoppedAt));
  await postgres.start();
  const ms = await cluster.untilAll(async (node) => (await isReady(node)).ready === 200);
  await delay(500);
  return ms;
}

/** What a dead process holds is let go: minutes, made to have passed for what nobody alive can still hold. */
async function releaseOld({ database }: Cluster): Promise<void> {
  const now = Date.now();
  const query = database.build
    .updateTable("deliveries")
    .set({ due_at: now })
    .where("state", "=", sql.lit("queued" as const))
    .where("phase", "<>", "idle")
    .where("due_at", ">", now)
    .where("due_at", "<", now + leaseMs - heldForMs);
  await database.write([{ query: query.compile() }, { topic: "deliveries" }]);
}

test("nodes are killed and PostgreSQL is stopped: everything accepted arrives, and twice only where nobody could know", {
  timeout: isLong ? 900_000 : 300_000,
}, async (context) => {
  const arrived = new Map<string, number>();
  await using receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    maxClients: 1_000,
    answer: async ({ content }) => {
      const id = /^Message-ID: <([^@]+)@/m.exec(content.toString("latin1"))?.[1] ?? "";
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    },
  });
  await using postgres = await startPostgres();
  const settings = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
  await using cluster = await Cluster.start(() => postgres.url("postgres"), { settings });
  await verifyAtHome(cluster.node(0), "sender.example");

  const first = await whileKilling(cluster, messages / 3);
  const outage = new AbortController();
  const [second, readyAgainMs] = await Promise.all([
    sendThrough(cluster, () => outage.signal.aborted),
    stopDatabase(postgres, cluster).finally(() => outage.abort()),
  ]);
  const last = await whileKilling(cluster, messages - first.acknowledged.length - second.length);

  const acknowledged = [...first.acknowledged, ...second, ...last.acknowledged];
  const until = performance.now() + arrivedWithinMs;
  while (acknowledged.some((id) => !arrived.has(id))) {
    const missing = acknowledged.filter((id) => !arrived.has(id)).length;
    assert.ok(performance.now() < until, `${missing} of ${acknowledged.length} are missing`);
    if (!isLong) await releaseOld(cluster);
    await delay(250);
  }
  const uncertain = await uncertainMessages(cluster.database);
  const twice = [...arrived].filter(([, times]) => times > 1).map(([id]) => id);
  assert.deepEqual(
    twice.filter((id) => !uncertain.has(id)),
    [],
    "a message arrived twice that no attempt was uncertain about",
  );
  const kills = first.kills + last.kills;
  context.diagnostic(
    `${kills} kills; PostgreSQL gone for ${databaseGoneMs / 1_000} s, ready ${Math.round(readyAgainMs)} ms after it came back`,
  );
  context.diagnostic(
    `${acknowledged.length} acknowledged, ${arrived.size} arrived, ${twice.length} of them twice, ${uncertain.size} uncertain`,
  );
});
