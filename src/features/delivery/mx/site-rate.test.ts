import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MxTransport } from "#features/delivery/index.ts";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type DeliveryWorld, newDeliveryWorld } from "#test/support/deliveries.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { SiteRate } from "./site-rate.ts";

const tooMuch = Object.assign(new Error("4.7.1 Rate limit exceeded"), { responseCode: 451 });

class Scene implements AsyncDisposable {
  readonly world: DeliveryWorld;
  readonly #stack: AsyncDisposableStack;
  readonly #worker: ReturnType<DeliveryWorld["worker"]>;

  private constructor(stack: AsyncDisposableStack, world: DeliveryWorld, transport: MxTransport) {
    this.#stack = stack;
    this.world = world;
    this.#worker = stack.use(world.worker(world.deliverer(transport)));
  }

  static async start(
    engine: Engine,
    port: number,
    limits: { readonly mostPerSecond?: number } = {},
  ): Promise<Scene> {
    const stack = new AsyncDisposableStack();
    const world = stack.use(await newDeliveryWorld(engine));
    const transport = mxTransport(world.clock, port, limits);
    stack.use(transport);
    return new Scene(stack, world, transport);
  }

  async send(messages: number, domain = "by-41.example"): Promise<void> {
    await Promise.all(
      Array.from({ length: messages }, async () => await this.world.send({ recipients: [`bob@${domain}`] })),
    );
    await this.#worker.idle();
  }

  async pass(ms: number): Promise<void> {
    await this.world.clock.pass(ms, async () => await this.#worker.idle());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    assert.deepEqual(this.world.complaints, []);
  }
}

/** Takes so many messages a second, and says so where there are more. */
class Strict implements AsyncDisposable {
  readonly #receiver: SmtpReceiver;
  readonly #seconds = new Map<number, number>();
  mostPerSecond: number;
  now = () => 0;
  refused = 0;

  private constructor(receiver: SmtpReceiver, mostPerSecond: number) {
    this.#receiver = receiver;
    this.mostPerSecond = mostPerSecond;
  }

  static async start(mostPerSecond: number): Promise<Strict> {
    let take = async () => {};
    const receiver = await startSmtpReceiver({
      host: "127.0.0.41",
      hideSTARTTLS: true,
      answer: async () => await take(),
    });
    const server = new Strict(receiver, mostPerSecond);
    take = async () => server.#take();
    return server;
  }

  get port(): number {
    return this.#receiver.port;
  }

  get taken(): number {
    return this.#receiver.received.length;
  }

  #take(): void {
    const second = Math.floor(this.now() / secondMs);
    const messages = (this.#seconds.get(second) ?? 0) + 1;
    if (messages > this.mostPerSecond) {
      this.refused++;
      throw tooMuch;
    }
    this.#seconds.set(second, messages);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver[Symbol.asyncDispose]();
  }
}

async function newStrictScene(engine: Engine, mostPerSecond: number) {
  const server = await Strict.start(mostPerSecond);
  const scene = await Scene.start(engine, server.port);
  server.now = () => scene.world.clock.now();
  return {
    server,
    scene,
    [Symbol.asyncDispose]: async () => {
      await scene[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

for (const engine of engines) {
  describe(`how much a provider is sent in a second, on ${engine}`, () => {
    test("is what the operator allows at most, whatever the domains, and one provider's limit is not another's", async () => {
      await using first = await startSmtpReceiver({ host: "127.0.0.41", hideSTARTTLS: true });
      await using other = await startSmtpReceiver({
        host: "127.0.0.42",
        hideSTARTTLS: true,
        port: first.port,
      });
      await using scene = await Scene.start(engine, first.port, { mostPerSecond: 2 });
      await scene.send(10, "by-41.one.example");
      await scene.send(10, "by-41.two.example");
      assert.equal(first.received.length, 1);
      await scene.send(1, "by-42.example");
      assert.equal(other.received.length, 1);
      await scene.pass(5 * secondMs);
      assert.equal(first.received.length, 11);
      await scene.pass(5 * secondMs);
      assert.equal(first.received.length, 20);
    });

    test("is half of what it took as it said that it was too much, and then gently more", async () => {
      await using strict = await newStrictScene(engine, 10);
      const { server, scene } = strict;
      await scene.send(200);
      const refusedAtFirst = server.refused;
      assert.equal(server.taken, 10);
      assert.ok(refusedAtFirst > 0 && refusedAtFirst < 40, `${refusedAtFirst} were refused`);
      await scene.pass(20 * secondMs);
      assert.equal(server.refused, refusedAtFirst);
      assert.ok(server.taken >= 55 && server.taken <= 75, `${server.taken} were taken`);
      await scene.pass(20 * minuteMs);
      assert.equal(server.taken, 200);
    });

    test("has no limit again once the provider has taken more for a while", async () => {
      await using strict = await newStrictScene(engine, 10);
      const { server, scene } = strict;
      await scene.send(20);
      server.mostPerSecond = Number.POSITIVE_INFINITY;
      await scene.pass(20 * minuteMs);
      assert.equal(server.taken, 20);
      await scene.send(1);
      await scene.send(20);
      assert.equal(server.taken, 41);
    });

    test("is not less for a server that only wants everybody to come back later", async () => {
      await using receiver = await startSmtpReceiver({
        host: "127.0.0.41",
        hideSTARTTLS: true,
        answer: async ({ recipients }) => {
          if (recipients[0] === "bob@by-41.grey.example")
            throw Object.assign(new Error("4.7.1 Greylisted"), { responseCode: 451 });
        },
      });
      await using scene = await Scene.start(engine, receiver.port);
      await scene.send(5);
      await scene.send(1, "by-41.grey.example");
      await scene.send(15);
      assert.equal(receiver.received.length, 20);
    });
  });
}

test("who shares a slow limit holds its part of it from one message to the next", () => {
  const [among, perSecond] = [4, 0.05];
  const rate = new SiteRate(perSecond);
  let [now, taken] = [0, 0];
  for (; now < 20 * minuteMs; now += secondMs) {
    if (rate.take(now, taken > 1 && !rate.isUsedAt(now) ? 1 : among)) taken++;
  }
  assert.equal(taken, (20 * minuteMs * perSecond) / (secondMs * among));
  assert.ok(!rate.isUsedAt(now + 3 * minuteMs));
});

test("what was taken before the clock was set back, or at a slower rate, is not waited for longer than now", () => {
  const rate = new SiteRate(1);
  const now = 10 * hourMs;
  assert.equal(rate.take(now, 1), true);
  const back = now - 5 * hourMs;
  rate.setBack(now - back);
  rate.take(back, 1);
  assert.equal(rate.take(back + secondMs, 1), true);
  const shared = new SiteRate(1);
  assert.equal(shared.take(now, 3_600), true);
  shared.take(now + secondMs, 1);
  assert.equal(shared.take(now + 2 * secondMs, 1), true);
});
