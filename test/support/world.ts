import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { SESv2Client, type SESv2ClientConfig } from "@aws-sdk/client-sesv2";
import { type App, startApp } from "#app.ts";
import { type Config, readConfig } from "#config.ts";
import { hourMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { type Log, openLog } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { DnsWorld } from "./dns-world.ts";
import { type DatabasePlace, type Engine, newDatabasePlace } from "./engines.ts";
import { HandClock } from "./hand-clock.ts";
import type { NameServer } from "./name-server.ts";

export interface InboxMessage {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly source: string;
}

/** An answer in the plain dialect. */
export interface PlainAnswer {
  readonly status: number;
  readonly data?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly { readonly path: string; readonly message: string }[];
  };
}

interface LogLine {
  readonly level: number;
}

const errorLevel = 50;

interface WorldOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** The checker's patience with servers is real time: less of it where a test is about silence. */
  readonly quickSilence?: boolean;
  /** Where the mail servers of recipients listen, when mail is delivered to them. */
  readonly mailServerPort?: number;
  /** Time passes by itself, as it does for who looks at the service through a browser. */
  readonly ticking?: boolean;
}

const tickMs = 20;

/**
 * The whole service on ports of its own, with a small Internet around it: a resolver and a name server on loopback, a
 * database, an inbox. Only the clock is a stand-in. Fails the test when the service logged an error it should not have.
 */
export class World implements AsyncDisposable {
  readonly clock = new HandClock(Date.now());
  /** Serves the zones of customers' domains. */
  readonly dns: NameServer;
  /** What the service logged, a line each. */
  readonly logged: string[] = [];
  readonly #place: DatabasePlace;
  readonly #internet: DnsWorld;
  readonly #options: WorldOptions;
  readonly #clients: SESv2Client[] = [];
  #ticks: ReturnType<typeof setInterval> | undefined;
  #app: App | undefined;
  #origin = "";

  private constructor(place: DatabasePlace, internet: DnsWorld, options: WorldOptions) {
    this.#place = place;
    this.#internet = internet;
    this.#options = options;
    this.dns = internet.server(1);
    this.dns.zone("host.test", "@ NS ns1", `ns1 A ${this.dns.address}`);
    this.dns.zone("test", "@ NS ns1.host.test.");
  }

  static async start(engine: Engine, options: WorldOptions = {}): Promise<World> {
    const world = new World(
      await newDatabasePlace(engine, { begun: true }),
      await DnsWorld.start(1),
      options,
    );
    await world.restart();
    if (options.ticking === true) {
      world.#ticks = setInterval(() => world.clock.advance(tickMs), tickMs);
    }
    return world;
  }

  get app(): App {
    assert.ok(this.#app, "the service is not running");
    return this.#app;
  }

  /** Where the service is, or was when it last ran. */
  get origin(): string {
    return this.#origin;
  }

  /** A client of the local account with its real key. */
  get ses(): SESv2Client {
    return this.client();
  }

  client(options: SESv2ClientConfig = {}): SESv2Client {
    const { localKey } = this.app;
    const client = new SESv2Client({
      endpoint: this.app.httpUrl,
      region: "us-east-1",
      credentials: { accessKeyId: localKey?.id ?? "", secretAccessKey: localKey?.secret ?? "" },
      // The service's clock is the test's: the client must sign by the same.
      systemClockOffset: this.clock.now() - Date.now(),
      maxAttempts: 1,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** A call in the plain dialect; answers `data`, or throws what was answered instead. */
  async plain<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const answer = await this.call(method, path, body);
    assert.equal(answer.error, undefined, `${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.data as Data;
  }

  /** A call in the plain dialect, whatever comes of it. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PlainAnswer> {
    const response = await fetch(`${this.app.httpUrl}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  }

  /** The database that the service uses, beside it. */
  async openDatabase(): Promise<Database> {
    return await openDatabase(this.#place);
  }

  /** Where PostgreSQL's is. */
  get databaseUrl(): string | undefined {
    return this.#place.url;
  }

  /** Where the database and the master key are. */
  get folder(): string {
    return this.#place.folder;
  }

  /** The newest message to an address. */
  async inbox(to: string): Promise<InboxMessage> {
    await this.settle();
    const { messages } = await this.plain<{ messages: { id: string }[] }>(
      "GET",
      `/signet/v1/inbox?to=${encodeURIComponent(to)}`,
    );
    assert.ok(messages[0], `no message to ${to}`);
    return await this.plain<InboxMessage>("GET", `/signet/v1/inbox/${messages[0].id}`);
  }

  /** What the resolver knows of these zones could not be forged. */
  signed(...apexes: readonly string[]): void {
    this.#internet.resolver.signed(...apexes);
  }

  /** What is below this name has signatures that do not hold: the resolver does not answer. */
  bogus(name: string): void {
    this.#internet.resolver.bogus(name);
  }

  /** Serves a customer's zone, in place of what it held before; records as in `zone-text.ts`. */
  zone(apex: string, ...records: string[]): void {
    this.dns.zone(apex, "@ NS ns1.host.test.", ...records);
  }

  /** Resolves when the service has done all there is to do at this time. */
  async settle(): Promise<void> {
    await this.app.idle();
  }

  /** Lets time pass; whatever falls due meanwhile happens when it is due. */
  async pass(ms: number): Promise<void> {
    await this.clock.pass(ms, async () => await this.settle());
    this.#setClients();
  }

  /** Time passes at once, as when the machine slept: what fell due meanwhile happens afterwards, once. */
  async leap(ms: number): Promise<void> {
    await this.settle();
    this.clock.advance(ms);
    await this.settle();
    this.#setClients();
  }

  /** Lets time run as it does outside, ten times as fast, until something has come about: for what is slow on the network. */
  async runUntil(isDone: () => Promise<boolean>): Promise<void> {
    for (let steps = 0; !(await isDone()); steps++) {
      assert.ok(steps < 1_000, "it has not come about");
      await delay(10);
      this.clock.advance(100);
    }
    this.#setClients();
  }

  #setClients(): void {
    for (const client of this.#clients) client.config.systemClockOffset = this.clock.now() - Date.now();
  }

  async stop(): Promise<void> {
    await this.#app?.[Symbol.asyncDispose]();
    this.#app = undefined;
  }

  /** Starts the service, again on the same database, as after an update; with other settings, where some are given. */
  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.stop();
    this.#app = await startApp(this.#config(settings), {
      clock: this.clock,
      random: systemRandom,
      log: this.#log(),
      nameServerPort: this.#internet.resolver.port,
      mailServerPort: this.#options.mailServerPort ?? 25,
      // Everything is to happen by nudges and due times; the safety net would only hide that it does not.
      pollEveryMs: 24 * hourMs,
      ...(this.#options.quickSilence ? { attemptTimeoutsMs: [300, 300] } : {}),
    });
    this.#origin = this.#app.httpUrl;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#ticks);
    for (const client of this.#clients) client.destroy();
    await this.stop();
    await this.#internet[Symbol.asyncDispose]();
    await this.#place[Symbol.asyncDispose]();
    const errors = this.logged.filter((line) => (JSON.parse(line) as LogLine).level >= errorLevel);
    assert.deepEqual(errors, [], "the service logged errors");
  }

  #config(settings: Readonly<Record<string, string>> = {}): Config {
    const { resolver } = this.#internet;
    return readConfig({
      SIGNET_DATA: this.#place.folder,
      SIGNET_DATABASE_URL: this.#place.url,
      SIGNET_HTTP: "127.0.0.1:0",
      SIGNET_DNS: "127.0.0.1:0",
      SIGNET_SMTP: "127.0.0.1:0",
      SIGNET_INBOUND: "127.0.0.1:0",
      SIGNET_RESOLVERS: `127.0.0.1:${resolver.port}`,
      SIGNET_PRIVATE_NETWORKS: "127.0.0.0/8",
      // Days of their own are for tests about them: making them takes longer than most tests.
      SIGNET_RETENTION_DAYS: "forever",
      ...this.#options.settings,
      ...settings,
    });
  }

  #log(): Log {
    return openLog({ write: (line) => void this.logged.push(line) }, this.#config().logLevel);
  }
}
