import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { quantile } from "./statistics.ts";

export interface LoadResult {
  readonly requests: number;
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
}

/**
 * Sends requests over connections that stay open, one at a time on each, and measures from the first byte sent to the
 * last one received. Rejects at the first answer that is not 200.
 */
export async function load(given: Load): Promise<LoadResult> {
  const { port, connections, requests, repeat = false, forMs = Number.POSITIVE_INFINITY } = given;
  const sockets = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const tookMs: number[] = [];
  let next = 0;
  const take = (): Buffer | undefined => {
    if (next === requests.length && repeat) next = 0;
    return requests[next++];
  };
  const startedAt = performance.now();
  const converse = async (socket: Socket) =>
    await new Promise<void>((resolve, reject) => {
      const answer = new Answer();
      let sentAt = 0;
      const send = () => {
        sentAt = performance.now();
        const request = sentAt - startedAt < forMs ? take() : undefined;
        if (request === undefined) resolve();
        else socket.write(request);
      };
      socket.on("data", (chunk: Buffer) => {
        if (!answer.isCompleteWith(chunk)) return;
        if (answer.status !== 200) return reject(new Error(`The server answered:\n${answer.text()}`));
        tookMs.push(performance.now() - sentAt);
        answer.clear();
        send();
      });
      socket.on("close", () => reject(new Error("The server closed a connection.")));
      send();
    });
  try {
    await Promise.all(sockets.map(converse));
    const seconds = (performance.now() - startedAt) / 1000;
    const sorted = Float64Array.from(tookMs).sort();
    return {
      requests: tookMs.length,
      perSecond: tookMs.length / seconds,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
    };
  } finally {
    for (const socket of sockets) socket.destroy();
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
