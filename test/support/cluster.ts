import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { Account, AccountStore, QuotaStore } from "#features/account/index.ts";
import { systemClock } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { ServiceProcess } from "./service-process.ts";

/** Several processes of the service that share one PostgreSQL and nothing else. */
export class Cluster implements AsyncDisposable {
  readonly nodes: readonly ServiceProcess[];
  /** The database, from a process that is none of the nodes, as `signet keys` uses it. */
  readonly database: Database;
  readonly accessKeys: AccessKeys;
  readonly account: Account;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    stack: AsyncDisposableStack,
    parts: Pick<Cluster, "nodes" | "database" | "accessKeys" | "account">,
  ) {
    this.#stack = stack;
    this.nodes = parts.nodes;
    this.database = parts.database;
    this.accessKeys = parts.accessKeys;
    this.account = parts.account;
  }

  /** `urlOf` may give each node another way to the same database. */
  static async start(
    urlOf: (node: number) => string,
    { settings = {}, size = 3 }: { settings?: Readonly<Record<string, string>>; size?: number } = {},
  ): Promise<Cluster> {
    await using stack = new AsyncDisposableStack();
    const masterKey = randomBytes(32);
    const nodes = await Promise.all(
      Array.from({ length: size }, async (_, at) => {
        const folder = await mkdtemp(join(tmpdir(), "signet-node-"));
        stack.defer(async () => await rm(folder, { recursive: true, force: true }));
        const place = { folder, url: urlOf(at), [Symbol.asyncDispose]: async () => {} };
        const own = { SIGNET_MASTER_KEY: masterKey.toString("hex"), ...settings };
        return stack.use(await ServiceProcess.start(place, own));
      }),
    );
    const database = stack.use(await openDatabase({ url: urlOf(0), folder: "" }));
    const common = { announcements: database.announcements, clock: systemClock, random: systemRandom };
    const secrets = secretsUnder(masterKey);
    const running = stack.move();
    return new Cluster(running, {
      nodes,
      database,
      accessKeys: new AccessKeys({ ...common, secrets, store: new KeyStore(database) }),
      account: new Account({
        ...common,
        store: new AccountStore(database),
        quotas: new QuotaStore(database),
        home: "us-east-1",
      }),
    });
  }

  /** The node of this number, counted round. */
  node(number: number): ServiceProcess {
    const node = this.nodes[number % this.nodes.length];
    if (node === undefined) throw new Error("A cluster without nodes.");
    return node;
  }

  /** Milliseconds until it is so on the node where that takes longest; throws when it is not within ten seconds. */
  async untilAll(isSo: (node: ServiceProcess) => Promise<boolean>): Promise<number> {
    return Math.max(
      ...(await Promise.all(this.nodes.map(async (node) => await untilSo(async () => await isSo(node))))),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/**
 * Milliseconds until it is so; throws when it is not within ten seconds. What counts is when the last look began that found it otherwise:
 * how long a busy machine takes for an answer is nobody's delay.
 */
export async function untilSo(isSo: () => Promise<boolean>): Promise<number> {
  const since = performance.now();
  let otherwiseMs = 0;
  for (let atMs = 0; !(await isSo()); atMs = performance.now() - since) {
    otherwiseMs = atMs;
    if (otherwiseMs > 10_000) throw new Error("It is not so.");
    await delay(5);
  }
  return otherwiseMs;
}

/** What is admitted of what is asked at these times, in milliseconds, by who lets so much through in a second, and a second's worth at once. */
export function admittedAt(rate: number, times: readonly number[]): number {
  let [room, last, admitted] = [rate, 0, 0];
  for (const at of times.toSorted((a, b) => a - b)) {
    room = Math.min(rate, room + ((at - last) * rate) / 1_000);
    last = at;
    if (room < 1) continue;
    room -= 1;
    admitted += 1;
  }
  return admitted;
}

/** A message that any node accepts, from a domain that is verified. */
export function messageTo(
  address: string,
  { from = "ann@sender.example", set }: { from?: string; set?: string } = {},
) {
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [address] },
    Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    ...(set === undefined ? {} : { ConfigurationSetName: set }),
  };
}

export const sendPath = "/v2/email/outbound-emails";
