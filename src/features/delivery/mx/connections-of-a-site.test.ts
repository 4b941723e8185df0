import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const atFirst = 10;
const domains = "abcdefghij".split("");

for (const engine of engines) {
  describe(`a provider whose servers have a name for each domain, on ${engine}`, () => {
    test("has as many connections in all as it may have, and they are used again", async () => {
      let [open, most, connected, waiting] = [0, 0, 0, 0];
      const isFull = Promise.withResolvers<void>();
      await using provider = await startSmtpReceiver({
        host: "127.0.0.41",
        hideSTARTTLS: true,
        onConnect: (_session, done) => {
          connected++;
          most = Math.max(most, ++open);
          done();
        },
        onClose: () => void open--,
        // The first keep their connections until there are as many as there may be.
        answer: async ({ recipients: [recipient] }) => {
          if (recipient?.includes("last") === true) return isFull.resolve();
          waiting++;
          await isFull.promise;
        },
      });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, provider.port);
      await using worker = world.worker(world.deliverer(transport));
      for (let count = 0; count < 30; count++) {
        await world.send({ recipients: [`bob@by-41-own.${domains[count % domains.length]}.example`] });
      }
      // At the same place, but nobody else's.
      await world.send({ recipients: ["bob@at-41-last.example"] });
      await worker.idle();
      assert.equal(waiting, 30);
      assert.ok(most <= 2 * atFirst + 1, `${most} connections at once`);
      // How many of those were used again is a matter of who waits for which at the moment.
      const before = connected;
      for (let count = 0; count < 3; count++) {
        await world.send({ recipients: ["bob@by-41-own.a.example"] });
        await worker.idle();
      }
      assert.equal(waiting, 33);
      assert.ok(connected <= before + 1, `${connected - before} connections for three messages`);
    });
  });
}
