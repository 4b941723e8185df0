import assert from "node:assert/strict";
import { test } from "node:test";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { ServerPools } from "./server-pools.ts";

test("servers without number leave no more behind than there is room for, and what is in use stays", async () => {
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  await using pools = new ServerPools({
    clientName: "signet.localhost",
    clock: new HandClock(),
    port: receiver.port,
    timeouts: rfcTimeouts,
    mostPools: 10,
  });
  const how = { source: undefined, tlsPolicy: "never" } as const;
  const to = (host: string) => pools.to({ host, address: "127.0.0.1" }, { connections: 1 }, how);
  const used = to("used.example");
  const taken = await used.take(AbortSignal.timeout(5_000));
  assert.ok("connection" in taken);
  for (let number = 0; number < 1_000; number++) to(`mx-${number}.example`);
  assert.ok(pools.size <= 10);
  assert.equal(to("used.example"), used);
  taken.release();
});
