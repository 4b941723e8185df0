import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { quantile } from "./statistics.ts";

export interface LoadResult {
  readonly requests: number;
  /** When the first was sent, as `performance.now()` tells: all had been made by then, and the connections were open. */
  readonly startedAt: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** Whole requests in bytes, sent in this order, each once, by whichever connection is free. */
  readonly requests: readonly Buffer[];
  /** Whether to begin again at the first when all were sent. */
  readonly repeat?: boolean;
  /** Nothing new is sent after this; without it, all are sent. */
  readonly forMs?: number;
  /** Each is sent when its turn has come, however long the others take, and its wait for a connection counts. */
  readonly offeredPerSecond?: number;
}

/**
 * Sends requests over connections that stay open, one at a time on each, and measures from the first byte sent to the
 * last one received. Rejects at the first answer that is not 200.
 */
export async function load(given: Load): Promise<LoadResult> {
  const { port, connections, requests, repeat = false, forMs = Number.POSITIVE_INFINITY } = given;
  const sockets = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const turns = new Turns(requests, { repeat, forMs, perSecond: given.offeredPerSecond });
  const converse = async (socket: Socket) =>
    await new Promise<void>((resolve, reject) => {
      const answer = new Answer();
      let dueAt = 0;
      const send = async () => {
        const turn = await turns.next();
        if (turn === undefined) return resolve();
        dueAt = turn.dueAt;
        socket.write(turn.request);
      };
      socket.on("data", (chunk: Buffer) => {
        if (!answer.isCompleteWith(chunk)) return;
        if (answer.status !== 200) return reject(new Error(`The server answered:\n${answer.text()}`));
        turns.answered(dueAt);
        answer.clear();
        void send();
      });
      socket.on("close", () => reject(new Error("The server closed a connection.")));
      void send();
    });
  try {
    await Promise.all(sockets.map(converse));
    return turns.result();
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** What is to be sent, when, and how long the answers took: shared by everybody who sends. */
export class Turns<Request> {
  readonly #requests: readonly Request[];
  readonly #repeat: boolean;
  readonly #forMs: number;
  readonly #everyMs: number;
  readonly #startedAt = performance.now();
  readonly #tookMs: number[] = [];
  #taken = 0;

  constructor(
    requests: readonly Request[],
    given: { repeat?: boolean; forMs?: number; perSecond?: number | undefined } = {},
  ) {
    this.#requests = requests;
    this.#repeat = given.repeat ?? false;
    this.#forMs = given.forMs ?? Number.POSITIVE_INFINITY;
    this.#everyMs = given.perSecond === undefined ? 0 : 1_000 / given.perSecond;
  }

  /** Waits until the next one is due. Undefined: there is none any more. */
  async next(): Promise<{ readonly request: Request; readonly dueAt: number } | undefined> {
    const now = performance.now();
    const number = this.#taken++;
    const request = this.#requests[this.#repeat ? number % this.#requests.length : number];
    if (request === undefined || now - this.#startedAt >= this.#forMs) return undefined;
    const dueAt = this.#everyMs === 0 ? now : this.#startedAt + number * this.#everyMs;
    if (dueAt > now) await delay(dueAt - now);
    return { request, dueAt };
  }

  answered(dueAt: number): void {
    this.#tookMs.push(performance.now() - dueAt);
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const sorted = Float64Array.from(this.#tookMs).sort();
    return {
      requests: sorted.length,
      startedAt: this.#startedAt,
      perSecond: sorted.length / seconds,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
    };
  }
}

async function openConnection(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Just enough of HTTP to know where an answer ends: both servers send `content-length`. */
class Answer {
  #chunks: Buffer[] = [];
  #missing = 0;
  status = 0;

  isCompleteWith(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    if (this.#chunks.length > 1 && this.status !== 0) {
      this.#missing -= chunk.length;
      return this.#missing <= 0;
    }
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const end = all.indexOf("\r\n\r\n");
    if (end === -1) return false;
    const head = all.toString("latin1", 0, end);
    this.status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error(`An answer without a length:\n${head}`);
    this.#missing = end + 4 + Number(length) - all.length;
    return this.#missing <= 0;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  clear(): void {
    this.#chunks = [];
    this.#missing = 0;
    this.status = 0;
  }
}
