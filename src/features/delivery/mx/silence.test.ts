import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { mxTransport, patience } from "#test/support/mx-transport.ts";
import { type Phase, phases, startStallingServer } from "#test/support/stalling-server.ts";

const patienceMs = 300;
async function stateOf(world: DeliveryWorld, id: string) {
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  assert.ok(delivery);
  const tries = await world.deliveries.attemptsOf(delivery);
  return { state: delivery.state.is, outcomes: tries.map(({ outcome }) => outcome) };
}

/** Where TLS is what does not work, the message goes without it. */
const outcomes: Partial<Record<Phase, string>> = {
  STARTTLS: "delivered",
  handshake: "delivered",
  "final dot": "uncertain",
  QUIT: "delivered",
};

for (const drips of [false, true]) {
  const how = drips ? "speaks a letter at a time" : "falls silent";
  test(`a server that ${how}, whatever it was asked last, is left in bounded time, and the message arrives once`, async () => {
    for (const phase of phases) {
      await using server = await startStallingServer("127.0.0.41");
      await using world = await newDeliveryWorld("sqlite");
      const timeouts = { ...patience(patienceMs) };
      await using transport = mxTransport(world.clock, server.port, { timeouts });
      await using worker = world.worker(world.deliverer(transport));
      server.silentAt = phase;
      server.drips = drips;
      const startedAt = performance.now();
      const { id } = await world.send({ recipients: ["bob@at-41.example"] });
      await worker.idle();
      const tookMs = performance.now() - startedAt;
      // STARTTLS and its handshake may each have been waited for, and then the connection without TLS.
      // What is not bounded is for ever, and a busy machine takes its time beside that.
      assert.ok(tookMs < 6 * patienceMs + 10_000, `${phase}: ${tookMs} ms`);
      const outcome = outcomes[phase] ?? "deferred";
      const state = outcome === "delivered" ? "delivered" : "queued";
      assert.deepEqual(await stateOf(world, id), { state, outcomes: [outcome] });
      server.silentAt = undefined;
      // It answers again, in its own time.
      Object.assign(timeouts, patience(minuteMs));
      world.clock.advance(hourMs);
      await worker.idle();
      assert.equal((await stateOf(world, id)).state, "delivered", phase);
      assert.equal(server.confirmed, 1, phase);
      assert.deepEqual(world.complaints, []);
    }
  });
}

/** More are worth a look now and then, where the machine has time: a small one takes 10 ms for each. */
const domains = Number(process.env["SIGNET_TEST_DOMAINS"] ?? 1_000);
const arrivedWithinMs = Math.max(50_000, 15 * domains);
const timeout = arrivedWithinMs + 10_000;

test(`among ${domains} domains of which most are dead, each in its own way, those that answer are served`, {
  timeout,
}, async (context) => {
  const [mostAttempts, waitsMs] = [Math.max(150, 0.06 * domains), 1_000];
  await using healthy = await startStallingServer("127.0.0.42", { offersTls: false });
  const { port } = healthy;
  const dead: readonly Phase[] = ["greeting", "EHLO", "MAIL", "RCPT", "DATA"];
  await using servers = new AsyncDisposableStack();
  for (const [at, silentAt] of dead.entries()) {
    servers.use(await startStallingServer(`127.0.0.${50 + at}`, { port, silentAt, offersTls: false }));
  }
  await using world = await newDeliveryWorld("sqlite");
  await using transport = mxTransport(world.clock, port, { mostAttempts, timeouts: patience(waitsMs) });
  // Of ten domains, seven are dead; nobody listens at 127.0.0.55.
  const addresses = [50, 42, 51, 52, 42, 53, 54, 42, 55, 50];
  const isHealthy = (number: number) => addresses[number % 10] === 42;
  for (let from = 0; from < domains; from += 500) {
    await Promise.all(
      Array.from({ length: 500 }, async (__, at) => {
        const number = from + at;
        await world.send({ recipients: [`bob@at-${addresses[number % 10]}-${number}.example`] });
      }),
    );
  }
  const answering = Array.from({ length: domains }, (__, number) => number).filter(isHealthy).length;
  await using worker = world.worker(world.deliverer(transport));
  const startedAt = performance.now();
  const arrivedMs: number[] = [];
  let lateMs = 0;
  const running = worker.idle();
  while (healthy.confirmed < answering) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    while (arrivedMs.length < healthy.confirmed) arrivedMs.push(performance.now() - startedAt);
    // What was put off for a moment is due again.
    world.clock.advance(100);
    assert.ok(
      performance.now() - startedAt < arrivedWithinMs,
      `${healthy.confirmed} of ${answering} arrived`,
    );
  }
  const allMs = performance.now() - startedAt;
  // One more to a domain that has answered before.
  const sentAt = performance.now();
  await world.send({ recipients: ["eve@at-42-1.example"] });
  while (healthy.confirmed < answering + 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    lateMs = performance.now() - sentAt;
    assert.ok(lateMs < 5_000, "the late one did not arrive");
  }
  await worker[Symbol.asyncDispose]();
  await running;
  const half = arrivedMs[Math.floor(arrivedMs.length / 2)] ?? 0;
  const inTurnMs = ((domains - answering) / mostAttempts) * waitsMs;
  context.diagnostic(
    `${answering} of ${domains} queued domains answer: half of them had their message after ${Math.round(half)} ms, all after ${Math.round(allMs)} ms, with ${mostAttempts} places; the dead alone would fill those for ${Math.round(inTurnMs)} ms. A later message to one that had answered took ${Math.round(lateMs)} ms.`,
  );
  assert.deepEqual(world.complaints, []);
});

for (const silentAt of ["EHLO", "MAIL", "DATA"] as const) {
  test(`many messages for servers that stall at ${silentAt} take few places from the others`, async (context) => {
    const [stalling, messages, mostAttempts, waitsMs] = [8, 60, 40, 1_000];
    await using healthy = await startStallingServer("127.0.0.42", { offersTls: false });
    const { port } = healthy;
    await using silent = await startStallingServer("127.0.0.52", { port, silentAt, offersTls: false });
    await using world = await newDeliveryWorld("sqlite");
    await using transport = mxTransport(world.clock, port, { mostAttempts, timeouts: patience(waitsMs) });
    for (let number = 0; number < stalling * messages; number++) {
      await world.send({ recipients: [`bob@at-52-${number % stalling}.example`] });
    }
    for (let number = 0; number < messages; number++) await world.send({ recipients: ["bob@at-42.example"] });
    await using _worker = world.worker(world.deliverer(transport));
    for (let looks = 0; healthy.confirmed < messages; looks++) {
      assert.ok(looks < 1_000, `${healthy.confirmed} of ${messages} arrived`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      world.clock.advance(secondMs);
    }
    context.diagnostic(`${silent.met} of ${stalling * messages} were tried meanwhile`);
    // Each waits for a second: in turn with the others, all would have been.
    assert.ok(silent.met < (stalling * messages) / 2, `${silent.met}`);
  });
}
