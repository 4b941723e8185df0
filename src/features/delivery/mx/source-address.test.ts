import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "#test/support/hand-clock.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const noAddressOfOurs = "192.0.2.25";

test("a pool with an address that this machine has not is at fault, and not the servers, which others reach", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
  await using transport = mxTransport(new HandClock(), receiver.port, {
    sourceAddresses: async (_, pool) => [pool === "elsewhere" ? noAddressOfOurs : "127.0.0.1"],
  });
  const deliver = async (sendingPool: string) => {
    const rules = { tls: "opportunistic", sendingPool } as const;
    const envelope = {
      owner,
      messageId: "m",
      domain: "at-42.example",
      from: "",
      recipients: ["ann@at-42.example"],
      rules,
      report: undefined,
      sentAt: 0,
    };
    const content = async () => Buffer.from("Subject: Hello\r\n\r\nHello\r\n");
    return await transport.deliver(
      envelope,
      content,
      { beforeFinalDot: async () => {} },
      AbortSignal.timeout(10_000),
    );
  };
  for (let tried = 0; tried < 12; tried += 1) {
    const { recipients, site } = await deliver("elsewhere");
    assert.equal(recipients[0]?.outcome, "deferred");
    assert.match(recipients[0]?.reply ?? "", /192\.0\.2\.25.* no address of this machine/);
    assert.equal(site?.restsUntil, undefined, "the servers rest");
  }
  const { recipients } = await deliver("here");
  assert.equal(recipients[0]?.outcome, "delivered");
});
