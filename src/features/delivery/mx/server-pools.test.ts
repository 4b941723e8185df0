import assert from "node:assert/strict";
import { test } from "node:test";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { ServerPools } from "./server-pools.ts";

const how = { source: undefined, tlsPolicy: "never" } as const;
const server = { host: "mx.example", address: "127.0.0.1" };

function poolsOf({ port }: SmtpReceiver): ServerPools {
  const clock = new HandClock();
  return new ServerPools({
    clientName: "signet.localhost",
    clock,
    port,
    timeouts: rfcTimeouts,
    mostPools: 10,
  });
}

test("providers without number leave no more behind than there is room for, and what is in use stays", async () => {
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  await using pools = poolsOf(receiver);
  const used = { connections: 1 };
  const taken = await pools.to(server, used, how).take(AbortSignal.timeout(5_000));
  assert.ok("connection" in taken);
  for (let number = 0; number < 1_000; number++) pools.to(server, { connections: 1 }, how);
  assert.ok(pools.size <= 10);
  const waiting = pools.to(server, used, how).take(AbortSignal.timeout(5_000));
  taken.release();
  const again = await waiting;
  assert.ok("connection" in again && again.isReused);
  again.release();
});

test("a provider that was forgotten, and comes again, has as many connections as it may have now", async () => {
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  await using pools = poolsOf(receiver);
  const signal = AbortSignal.timeout(5_000);
  const before = await pools.to(server, { connections: 1 }, how).take(signal);
  const now = pools.to(server, { connections: 2 }, how);
  for (const taken of [before, await now.take(signal), await now.take(signal)]) {
    assert.ok("connection" in taken);
    taken.release();
  }
});
