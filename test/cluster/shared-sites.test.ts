import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { smartHostTransport, type Transport } from "#features/delivery/index.ts";
import { HolderStore, Shares } from "#features/shares/index.ts";
import { type Clock, secondMs, systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import type { Log } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { readSmartHostUrl } from "#protocols/smtp/smart-host-url.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const mostConnections = 20;
const log: Log = { info() {}, warn() {}, error: (fields) => assert.fail(JSON.stringify(fields)) };

type Way = (port: number, shares: Shares) => Transport;

const ways: Readonly<Record<string, Way>> = {
  "a provider": (port, shares) => mxTransport(systemClock, port, { shares }),
  "a smart host": (port, shares) =>
    smartHostTransport({
      address: readSmartHostUrl(`smtp://127.0.0.1:${port}`),
      shares,
      clientName: "signet.localhost",
      clock: systemClock,
    }),
};

/** Delivers as a process does that has a database with others: everything to one server. */
class Sender implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #transport: Transport;
  readonly #stop = new AbortController();
  readonly #sending: Promise<void>[] = [];
  #sent = 0;

  private constructor(stack: AsyncDisposableStack, transport: Transport) {
    this.#stack = stack;
    this.#transport = transport;
  }

  static async start(
    place: DatabasePlace,
    port: number,
    { way, clock = systemClock }: { readonly way: Way; readonly clock?: Clock },
  ): Promise<Sender> {
    const stack = new AsyncDisposableStack();
    const database = stack.use(await openDatabase(place));
    const common = { clock, random: systemRandom, log };
    const shares = new Shares({
      ...common,
      announcements: database.announcements,
      store: new HolderStore(database),
    });
    const transport = way(port, shares);
    stack.use(transport);
    stack.use(shares);
    return new Sender(stack, transport);
  }

  /** Sends as fast as it may. */
  begin(): this {
    for (let at = 0; at < 30; at++) this.#sending.push(this.#sendOn());
    return this;
  }

  /** Answers whether there was room for it, and the site took it. */
  async send(): Promise<boolean> {
    const envelope = {
      messageId: `m-${this.#sent++}`,
      owner: { account: "000000000000", region: "us-east-1" },
      from: "ann@sender.example",
      domain: "at-1.example",
      recipients: ["bob@at-1.example"],
      rules: { tls: "opportunistic", sendingPool: undefined },
      report: undefined,
      sentAt: 0,
    } as const;
    const content = async () => Buffer.from("Subject: Hello\r\n\r\nHello\r\n");
    const never = new AbortController().signal;
    return await this.#transport.deliver(envelope, content, { beforeFinalDot: async () => {} }, never).then(
      () => true,
      () => false,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#sending);
    await this.#stack.disposeAsync();
  }

  async #sendOn(): Promise<void> {
    // What there is no room for now is tried again, as a worker does.
    while (!this.#stop.signal.aborted) if (!(await this.send())) await delay(20);
  }
}

for (const [name, way] of Object.entries(ways)) {
  test(`processes with much for ${name} have no more connections to it together than one has alone`, async (context) => {
    let open = 0;
    await using receiver = await startSmtpReceiver({
      hideSTARTTLS: true,
      maxClients: 1_000,
      onConnect: (_, done) => {
        open++;
        done();
      },
      onClose: () => open--,
      answer: async () => await delay(20),
    });
    await using place = await newDatabasePlace("postgres");
    await using first = await Sender.start(place, receiver.port, { way });
    first.begin();
    const peakIn = async (ms: number) => {
      let peak = 0;
      for (const end = performance.now() + ms; performance.now() < end; await delay(2)) {
        peak = Math.max(peak, open);
      }
      return peak;
    };
    // They come to know of one another within moments, of which a busy machine makes long ones.
    const settled = async (most: number) => {
      for (let looks = 1; ; looks++) {
        const peak = await peakIn(secondMs);
        if (peak <= most && peak > mostConnections / 2) return peak;
        assert.ok(looks < 15, `${peak} at once`);
      }
    };
    const alone = await settled(mostConnections);
    await using second = await Sender.start(place, receiver.port, { way });
    await using third = await Sender.start(place, receiver.port, { way });
    for (const sender of [second, third]) sender.begin();
    const together = await settled(1.05 * mostConnections);
    context.diagnostic(`alone ${alone}, three together ${together}`);
  });
}

test("processes with much for one provider send it as much in a second together as it may have", async () => {
  const mostPerSecond = 50;
  const clock = new HandClock();
  const way: Way = (port, shares) => mxTransport(clock, port, { mostPerSecond, shares });
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true, maxClients: 1_000 });
  await using place = await newDatabasePlace("postgres");
  await using first = await Sender.start(place, receiver.port, { way, clock });
  await using second = await Sender.start(place, receiver.port, { way, clock });
  await using third = await Sender.start(place, receiver.port, { way, clock });
  const senders = [first, second, third];
  const takenIn = async (ms: number) => {
    const before = receiver.received.length;
    for (let at = 0; at < ms; at += 20) {
      clock.advance(20);
      await Promise.all(senders.flatMap((sender) => [sender.send(), sender.send()]));
    }
    return receiver.received.length - before;
  };
  // Until they know of one another, each sends as if it were alone.
  assert.ok((await takenIn(secondMs)) > mostPerSecond);
  for (let seconds = 1; (await takenIn(secondMs)) > mostPerSecond; seconds++) assert.ok(seconds < 10);
  assert.equal(await takenIn(6 * secondMs), 6 * mostPerSecond);
});
