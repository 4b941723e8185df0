import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Cluster, messageTo, sendPath, untilSo } from "#test/support/cluster.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { startPostgres } from "#test/support/postgres-server.ts";
import type { ServiceProcess } from "#test/support/service-process.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { TcpProxy } from "#test/support/tcp-proxy.ts";

/** `SIGNET_TEST_PARTITION_SECONDS=30` is what the documentation speaks of. */
const partitionedMs = 1_000 * Number(process.env["SIGNET_TEST_PARTITION_SECONDS"] ?? 8);
/** Five seconds of patience, and those until a missing pulse is noticed. */
const answeredWithinMs = 15_000;

async function statesOf(node: ServiceProcess): Promise<[alive: number, ready: number]> {
  const [alive, ready] = await Promise.all(
    ["/healthz", "/readyz"].map(async (path) => (await fetch(`${node.url}${path}`)).status),
  );
  return [alive ?? 0, ready ?? 0];
}

test("a node whose packets to PostgreSQL vanish says so, loses nothing, and goes on by itself", {
  timeout: 120_000 + 2 * partitionedMs,
}, async (context) => {
  const arrived = new Map<string, number>();
  await using receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    maxClients: 1_000,
    answer: async ({ content }) => {
      await delay(50);
      const id = /^Message-ID: <([^@]+)@/m.exec(content.toString("latin1"))?.[1] ?? "";
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    },
  });
  await using postgres = await startPostgres();
  await using proxy = await TcpProxy.start(() => postgres.socket);
  const settings = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
  const through = `postgres://signet@127.0.0.1:${proxy.port}/postgres`;
  await using cluster = await Cluster.start((at) => (at === 0 ? postgres.url("postgres") : through), {
    settings,
    size: 2,
  });
  const [whole, cut] = [cluster.node(0), cluster.node(1)];
  await verifyAtHome(whole, "sender.example");

  const stop = new AbortController();
  const acknowledged: string[] = [];
  const refused = new Map<ServiceProcess, number>();
  let slowestMs = 0;
  const sender = async (node: ServiceProcess, number: number) => {
    for (let at = 0; !stop.signal.aborted; at++) {
      const since = performance.now();
      const message = messageTo(`${number}-${at}@domain-${at % 5}.example`);
      const { status, data } = await node.ask<{ MessageId: string }>("POST", sendPath, message);
      slowestMs = Math.max(slowestMs, performance.now() - since);
      if (data !== undefined) acknowledged.push(data.MessageId);
      else {
        assert.equal(status, 503);
        refused.set(node, (refused.get(node) ?? 0) + 1);
      }
    }
  };
  const sending = Array.from({ length: 6 }, async (_, at) => await sender(cluster.node(at), at));
  await delay(1_000);
  proxy.freeze();
  const frozenAt = performance.now();
  await untilSo(async () => (await statesOf(cut))[1] === 503);
  assert.deepEqual(await statesOf(cut), [200, 503]);
  assert.deepEqual(await statesOf(whole), [200, 200]);
  const before = acknowledged.length;
  await untilSo(async () => acknowledged.length > before);
  await delay(partitionedMs - (performance.now() - frozenAt));
  proxy.thaw();
  const thawedAt = performance.now();
  const readyMs = await untilSo(async () => (await statesOf(cut))[1] === 200);
  await delay(1_000);
  stop.abort();
  await Promise.all(sending);

  assert.ok(readyMs < 10_000, `ready ${readyMs} ms after`);
  assert.ok(slowestMs < answeredWithinMs, `a caller waited for ${slowestMs} ms`);
  assert.equal(refused.get(whole), undefined, "callers of the other node were refused");
  assert.ok((refused.get(cut) ?? 0) > 0, "nobody was refused");
  const until = performance.now() + 150_000;
  while (acknowledged.some((id) => !arrived.has(id))) {
    assert.ok(performance.now() < until, `${arrived.size} of ${acknowledged.length} arrived`);
    await delay(100);
  }
  const uncertain = await cluster.database.read(
    cluster.database.build
      .selectFrom("delivery_attempts")
      .select("message_id")
      .where("outcome", "in", ["uncertain", "mixed"])
      .compile(),
  );
  const known = new Set(uncertain.map((row) => row.message_id));
  const twice = [...arrived].filter(([, times]) => times > 1).map(([id]) => id);
  assert.deepEqual(
    twice.filter((id) => !known.has(id)),
    [],
  );
  context.diagnostic(
    `${partitionedMs / 1_000} s: ${acknowledged.length} acknowledged, all arrived, ${twice.length} twice (${known.size} uncertain); ` +
      `refused after ${(slowestMs / 1_000).toFixed(1)} s at most, ready ${Math.round(readyMs)} ms after it was over, all there after ${((performance.now() - thawedAt) / 1_000).toFixed(1)} s`,
  );
});
