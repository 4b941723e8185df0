import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { describe, test } from "node:test";
import { defaultLifetimeMs } from "#features/delivery/index.ts";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
const skip = !addresses.some(({ address }) => address === "::1");

describe("a pool whose addresses are of IPv6", { skip }, () => {
  const pooled = { tls: "opportunistic", sendingPool: "six", lifetimeMs: defaultLifetimeMs } as const;

  for (const [domain, peer] of [
    ["by-76-six.example", "::1"],
    ["by-76.example", "127.0.0.76"],
  ] as const) {
    test(`has its mail for ${domain} leave for ${peer}`, async () => {
      const peers: string[] = [];
      const onConnect = ({ localAddress }: { localAddress: string }, done: () => void) => {
        peers.push(localAddress);
        done();
      };
      await using four = await startSmtpReceiver({ host: "127.0.0.76", onConnect });
      await using _six = await startSmtpReceiver({ host: "::1", port: four.port, onConnect });
      await using world = await newDeliveryWorld("sqlite");
      const sourceAddresses = async () => ["::1"];
      await using transport = mxTransport(world.clock, four.port, { sourceAddresses });
      await using worker = world.worker(world.deliverer(transport));
      await world.send({ recipients: [`bob@${domain}`], rules: pooled });
      await worker.idle();
      assert.deepEqual(peers, [peer]);
    });
  }
});
