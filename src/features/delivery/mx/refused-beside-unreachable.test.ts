import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { mxTransport, patience } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const onConnect = (_session: unknown, done: (error: Error) => void) =>
  done(Object.assign(new Error("No mail is taken here"), { responseCode: 554 }));

for (const engine of engines) {
  describe(`a host that greets with 554, on ${engine}`, () => {
    // 127.0.0.73 refuses; at 127.0.0.74 nobody listens.
    for (const hosts of ["73-or-74", "74-or-73"]) {
      test(`does not end the matter for one that could not be reached (${hosts})`, async () => {
        await using refusing = await startSmtpReceiver({ host: "127.0.0.73", onConnect });
        await using world = await newDeliveryWorld(engine);
        await using transport = mxTransport(world.clock, refusing.port, { timeouts: patience(10_000) });
        await using worker = world.worker(world.deliverer(transport));
        const { id } = await world.send({ recipients: [`bob@by-${hosts}.example`] });
        await worker.idle();
        const [waiting] = await world.deliveries.ofMessage(owner, id);
        assert.equal(waiting?.state.is, "queued");

        await using back = await startSmtpReceiver({ host: "127.0.0.74", port: refusing.port });
        world.clock.advance(10 * minuteMs);
        await world.clock.pass(2 * secondMs, async () => await worker.idle());
        const [delivered] = await world.deliveries.ofMessage(owner, id);
        assert.deepEqual([delivered?.state.is, back.received.length], ["delivered", 1]);
      });
    }

    test("ends it where there is no other", async () => {
      await using refusing = await startSmtpReceiver({ host: "127.0.0.73", onConnect });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, refusing.port, { timeouts: patience(10_000) });
      await using worker = world.worker(world.deliverer(transport));
      const { id } = await world.send({ recipients: ["bob@by-73.example"] });
      await worker.idle();
      const [ended] = await world.deliveries.ofMessage(owner, id);
      assert.deepEqual(
        [ended?.state.is, ended?.lastReply],
        ["failed", "The server answered the connection with 554 No mail is taken here"],
      );
    });
  });
}
