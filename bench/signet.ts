import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";
import type { Usage } from "./report-usage.ts";
import type { Credentials } from "./sign.ts";

/** The whole service, as `npm start` runs it, in a process and a data folder of its own. */
export class Signet implements AsyncDisposable {
  readonly port: number;
  /** Of submission. */
  readonly smtpPort: number;
  readonly credentials: Credentials;
  /** From the start of the process to its first 200 at `/readyz`. */
  readonly readyAfterMs: number;
  readonly #child: Child;
  readonly #running: AsyncDisposable;

  private constructor(
    child: Child,
    running: AsyncDisposable,
    known: Pick<Signet, "port" | "smtpPort" | "credentials" | "readyAfterMs">,
  ) {
    this.#child = child;
    this.#running = running;
    ({
      port: this.port,
      smtpPort: this.smtpPort,
      credentials: this.credentials,
      readyAfterMs: this.readyAfterMs,
    } = known);
  }

  /** On SQLite, unless the URL of an empty PostgreSQL database is given. */
  static async start(databaseUrl?: string, settings: Record<string, string> = {}): Promise<Signet> {
    await using starting = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), "signet-bench-"));
    starting.defer(async () => await rm(folder, { recursive: true, force: true }));
    const startedAt = performance.now();
    const child = starting.use(
      new Child("../src/main.ts", {
        // For profiles: SIGNET_BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=…"
        node: [
          ...startWords((word) => word.startsWith("--")),
          ...(process.env["SIGNET_BENCH_NODE_OPTIONS"]?.split(" ") ?? []),
        ],
        env: {
          ...Object.fromEntries(
            startWords((word) => /^[A-Z_]+=/.test(word)).map((word) => splitOnce(word, "=")),
          ),
          SIGNET_DATA: folder,
          SIGNET_DATABASE_URL: databaseUrl ?? "",
          ...Object.fromEntries(
            ["HTTP", "SMTP", "INBOUND", "DNS"].map((name) => [`SIGNET_${name}`, "127.0.0.1:0"]),
          ),
          // Nothing leaves the machine: nobody listens there, so checks run and find no answer.
          SIGNET_RESOLVERS: "127.0.0.1:9",
          ...settings,
        },
      }),
    );
    const [port] = await child.says(/http:\/\/127\.0\.0\.1:(\d+)/);
    while (!(await isReady(Number(port)))) await delay(2);
    const readyAfterMs = performance.now() - startedAt;
    const [accessKeyId = "", secret = ""] = await child.says(
      /(AKIA[A-Z0-9]{16})[\s\S]*?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/,
    );
    const [smtpPort] = await child.says(/SMTP\s+(?:smtp:\/\/)?127\.0\.0\.1:(\d+)/);
    return new Signet(child, starting.move(), {
      port: Number(port),
      smtpPort: Number(smtpPort),
      credentials: { accessKeyId, secret },
      readyAfterMs,
    });
  }

  async usage(): Promise<Usage> {
    return await this.#child.usage();
  }

  /** Waits until it does next to nothing: messages are delivered, checks wait for answers. Gives up after 20 s. */
  async settle(): Promise<void> {
    const windowMs = 200;
    for (let waitedMs = 0; waitedMs < 20_000; waitedMs += windowMs) {
      const before = await this.usage();
      await delay(windowMs);
      const { cpuMicros } = await this.usage();
      if (cpuMicros - before.cpuMicros < 0.1 * windowMs * 1000) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
  }
}

/** Of what `npm start` says: options for Node, and variables. */
function startWords(isMeant: (word: string) => boolean): string[] {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  return scripts.start.split(" ").filter(isMeant);
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return [text.slice(0, at), text.slice(at + by.length)];
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`);
    return ok;
  } catch {
    return false;
  }
}
