import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { smartHostTransport, type Transport } from "#features/delivery/index.ts";
import { HolderStore, Shares } from "#features/shares/index.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import type { Log } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { readSmartHostUrl } from "#protocols/smtp/smart-host-url.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const mostConnections = 20;
const log: Log = { info() {}, warn() {}, error: (fields) => assert.fail(JSON.stringify(fields)) };

type Way = (port: number, shares: Shares) => Transport;

const toProvider =
  (limits: { readonly mostPerSecond?: number } = {}): Way =>
  (port, shares) =>
    mxTransport(systemClock, port, { ...limits, shares });

const ways: Readonly<Record<string, Way>> = {
  "a provider": toProvider(),
  "a smart host": (port, shares) =>
    smartHostTransport({
      address: readSmartHostUrl(`smtp://127.0.0.1:${port}`),
      shares,
      clientName: "signet.localhost",
      clock: systemClock,
    }),
};

/** Delivers as a process does that has a database with others: everything to one server, as fast as it may. */
class Sender implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #transport: Transport;
  readonly #stop = new AbortController();
  readonly #sending: Promise<void>[] = [];

  private constructor(stack: AsyncDisposableStack, transport: Transport) {
    this.#stack = stack;
    this.#transport = transport;
  }

  static async start(place: DatabasePlace, port: number, way: Way): Promise<Sender> {
    const stack = new AsyncDisposableStack();
    const database = stack.use(await openDatabase(place));
    const common = { clock: systemClock, random: systemRandom, log };
    const shares = new Shares({
      ...common,
      announcements: database.announcements,
      store: new HolderStore(database),
    });
    const transport = way(port, shares);
    stack.use(transport);
    stack.use(shares);
    const sender = new Sender(stack, transport);
    for (let at = 0; at < 30; at++) sender.#sending.push(sender.#send(at));
    return sender;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#sending);
    await this.#stack.disposeAsync();
  }

  async #send(at: number): Promise<void> {
    const envelope = {
      messageId: `m-${at}`,
      owner: { account: "000000000000", region: "us-east-1" },
      from: "ann@sender.example",
      domain: "at-1.example",
      recipients: ["bob@at-1.example"],
      rules: { tls: "opportunistic", sendingPool: undefined },
    } as const;
    const content = Buffer.from("Subject: Hello\r\n\r\nHello\r\n");
    const never = new AbortController().signal;
    while (!this.#stop.signal.aborted) {
      // There is no room for it now: it is tried again, as a worker does.
      await this.#transport
        .deliver(envelope, content, { beforeFinalDot: async () => {} }, never)
        .catch(() => delay(20));
    }
  }
}

for (const [name, way] of Object.entries(ways)) {
  test(`processes with much for ${name} have no more connections to it together than one has alone`, async (context) => {
    let [open, underWay, most, sum, samples] = [0, 0, 0, 0, 0];
    await using receiver = await startSmtpReceiver({
      hideSTARTTLS: true,
      maxClients: 1_000,
      onConnect: (_, done) => {
        open++;
        done();
      },
      onClose: () => open--,
      answer: async () => {
        underWay++;
        await delay(20);
        underWay--;
      },
    });
    await using place = await newDatabasePlace("postgres");
    await using _ = await Sender.start(place, receiver.port, way);
    await delay(1_500);
    const measure = async (ms: number) => {
      [most, sum, samples] = [0, 0, 0];
      for (const end = performance.now() + ms; performance.now() < end; await delay(2)) {
        most = Math.max(most, open);
        sum += underWay;
        samples++;
      }
      return { most, mean: sum / samples };
    };
    const alone = await measure(500);
    await using _second = await Sender.start(place, receiver.port, way);
    await using _third = await Sender.start(place, receiver.port, way);
    await delay(1_500);
    const together = await measure(1_500);
    context.diagnostic(
      `alone ${alone.most}, three together ${together.most} (mean ${together.mean.toFixed(1)})`,
    );
    assert.ok(
      alone.most <= mostConnections && alone.most > mostConnections / 2,
      "one alone is not at the limit",
    );
    assert.ok(together.most <= 1.05 * mostConnections, `${together.most} at once`);
    assert.ok(together.most > mostConnections / 2, `${together.most} at once`);
  });
}

test("processes with much for one provider send it no more in a second together than it may have", async (context) => {
  const mostPerSecond = 50;
  const way = toProvider({ mostPerSecond });
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true, maxClients: 1_000 });
  await using place = await newDatabasePlace("postgres");
  await using _first = await Sender.start(place, receiver.port, way);
  await using _second = await Sender.start(place, receiver.port, way);
  await using _third = await Sender.start(place, receiver.port, way);
  // Until they know of one another.
  await delay(1_500);
  const [startedAt, before] = [performance.now(), receiver.received.length];
  await delay(3_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  const perSecond = (receiver.received.length - before) / seconds;
  context.diagnostic(`three together ${perSecond.toFixed(1)} a second`);
  assert.ok(perSecond <= 1.1 * mostPerSecond, `${perSecond} a second`);
  assert.ok(perSecond > mostPerSecond / 2, `${perSecond} a second`);
});
