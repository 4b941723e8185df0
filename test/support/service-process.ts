import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import type { DatabasePlace } from "./engines.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const compileCache = fileURLToPath(new URL("../../bin/compile-cache.mjs", import.meta.url));
const startsWithinMs = 45_000;

/** The service as a process of its own, started as `npm start` does, that can be killed. */
export class ServiceProcess implements AsyncDisposable {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #url: string;
  readonly #log: "pipe" | number;
  readonly #mostFileBytes: number | undefined;
  #process: ChildProcess | undefined;
  #output = "";

  private constructor(of: {
    readonly url: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly log: "pipe" | number;
    readonly mostFileBytes: number | undefined;
  }) {
    this.#url = of.url;
    this.#log = of.log;
    this.#environment = of.environment;
    this.#mostFileBytes = of.mostFileBytes;
  }

  /** Resolves once it is ready. `log`: an open file that its log goes to, instead of to us. */
  static async start(
    place: DatabasePlace,
    settings: Readonly<Record<string, string>> = {},
    log: "pipe" | number = "pipe",
  ): Promise<ServiceProcess> {
    const service = await ServiceProcess.launch(place, settings, log);
    await service.ready();
    return service;
  }

  /** Resolves at once, whatever comes of it. `mostFileBytes`: as `limitFiles`, from its first moment on. */
  static async launch(
    place: Pick<DatabasePlace, "folder" | "url">,
    settings: Readonly<Record<string, string>> = {},
    log: "pipe" | number = "pipe",
    { mostFileBytes }: { readonly mostFileBytes?: number } = {},
  ): Promise<ServiceProcess> {
    const [http, dns] = [await freePort(), await freePort()];
    const environment = {
      PATH: process.env["PATH"],
      SIGNET_DATA: place.folder,
      SIGNET_DATABASE_URL: place.url,
      SIGNET_HTTP: `127.0.0.1:${http}`,
      SIGNET_DNS: `127.0.0.1:${dns}`,
      SIGNET_SMTP: "127.0.0.1:0",
      SIGNET_INBOUND: "127.0.0.1:0",
      // Nothing is to be asked in the world: what is not in the local zone is nowhere.
      SIGNET_RESOLVERS: `127.0.0.1:${dns}`,
      ...settings,
    };
    const url = `http://127.0.0.1:${http}`;
    const service = new ServiceProcess({ url, environment, log, mostFileBytes });
    service.#launch();
    return service;
  }

  /** Ends the process without a word, as the system does when memory is short. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
  }

  /**
   * Lets it write files up to so many bytes and no further, or as far as it likes: as a disk that is full, and has room again. Node ignores
   * the signal (SIGXFSZ) that would end it.
   */
  limitFiles(bytes: number | "unlimited"): void {
    this.#limit(`--fsize=${bytes}:unlimited`);
  }

  /** Lets it have so many files and connections open: of fewer than it has, no new ones. */
  limitOpenFiles(count: number): void {
    this.#limit(`--nofile=${count}:`);
  }

  #limit(what: string): void {
    const limited = spawnSync("prlimit", [`--pid=${this.#process?.pid}`, what]);
    assert.equal(limited.status, 0, String(limited.stderr));
  }

  /** `http://127.0.0.1:4579`. */
  get url(): string {
    return this.#url;
  }

  /** The port of its DNS server. */
  get dnsPort(): number {
    return Number(this.#environment["SIGNET_DNS"]?.split(":").at(-1));
  }

  /** The port that it says SMTP is spoken at. */
  get smtpPort(): number {
    return Number(/^ *SMTP +127\.0\.0\.1:(\d+)/m.exec(this.#output)?.[1]);
  }

  /** Nobody reads what it says any more, as when the process that its output is piped into has ended. */
  stopReading(): void {
    this.#process?.stdout?.destroy();
    this.#process?.stderr?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Asks it to end, as systemd does. Resolves to its exit code, or to the signal that ended it. */
  async terminate(): Promise<number | string> {
    const running = this.#process;
    assert.ok(running, "the service is not running");
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    const [code, signal] = (await ended) as [number | null, string | null];
    return code ?? signal ?? "";
  }

  /** Kills it if it runs, and starts it on the same data. */
  async restart(): Promise<void> {
    await this.kill();
    this.#launch();
    await this.ready();
  }

  /** Takes work, and has said where. */
  async ready(): Promise<void> {
    await this.#until(async () => await this.#isReady());
    await this.says(/ is ready\./);
  }

  async says(pattern: RegExp): Promise<void> {
    await this.#until(() => pattern.test(this.#output));
  }

  /** Resolves to what it wrote and to its exit code, once it has ended by itself. */
  async end(): Promise<{ readonly code: number | null; readonly output: string }> {
    const running = this.#process;
    assert.ok(running, "the service is not running");
    await once(running, "close", { signal: AbortSignal.timeout(startsWithinMs) });
    return { code: running.exitCode, output: this.#output };
  }

  #launch(): void {
    this.#output = "";
    const command = [process.execPath, `--import=${compileCache}`, main];
    const most = this.#mostFileBytes;
    const limited = most === undefined ? [] : ["prlimit", `--fsize=${most}:unlimited`];
    const [program = "", ...rest] = [...limited, ...command];
    this.#process = spawn(program, rest, {
      env: this.#environment,
      stdio: ["ignore", "pipe", this.#log],
    });
    this.#process.stdout?.on("data", (text: Buffer) => (this.#output += text.toString()));
    this.#process.stderr?.on("data", (text: Buffer) => (this.#output += text.toString()));
  }

  async #until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    const until = performance.now() + startsWithinMs;
    while (!(await isSo())) {
      assert.ok(performance.now() < until && this.#process?.exitCode === null, this.#output);
      await delay(20);
    }
  }

  /** A call in the plain dialect; rejects when it was refused, and when the process ended before it answered. */
  async call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const { data, error } = await this.ask<Data>(method, path, body);
    assert.equal(error, undefined, JSON.stringify(error));
    return data as Data;
  }

  /** A call in the plain dialect, whatever comes of it; rejects when the process ended before it answered. */
  async ask<Data>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; data?: Data; error?: { code: string; message: string } }> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  /** Other processes may work on PostgreSQL, so a dead one's leases are waited out: minutes, made to have passed here. */
  async releaseLeases(place: DatabasePlace): Promise<void> {
    if (place.url === undefined) return;
    await using database = await openDatabase(place);
    const { build } = database;
    const checks = build.updateTable("domain_checks").set((row) => ({
      claimed_until: row("claimed_until", "-", hourMs),
    }));
    const links = build.updateTable("links_to_mail").set((row) => ({ due_at: row("due_at", "-", hourMs) }));
    const deliveries = build.updateTable("deliveries").set((row) => ({ due_at: row("due_at", "-", hourMs) }));
    const imports = build.updateTable("import_jobs").set((row) => ({ due_at: row("due_at", "-", hourMs) }));
    const exports = build.updateTable("export_jobs").set((row) => ({ due_at: row("due_at", "-", hourMs) }));
    await database.write([
      { query: exports.compile() },
      { query: imports.compile() },
      { query: checks.where("claimed_until", ">", 0).compile() },
      { query: links.compile() },
      { query: deliveries.where("phase", "<>", "idle").compile() },
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.#url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

/**
 * A port that is free now, for UDP and TCP as far as TCP tells; below those that systems give to connections that go out, one of which
 * could take it while the service is dead.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}
