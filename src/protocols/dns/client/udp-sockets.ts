import type { RemoteInfo, Socket } from "node:dgram";
import { createSocket } from "node:dgram";
import type { Server } from "./exchange.ts";
import type { Unpredictable } from "./unpredictable.ts";

/** What a socket does with a packet that came from the right address, for the right id. True: that was it. */
export interface Waiting {
  readonly server: Server;
  receive(bytes: Buffer): boolean;
  fail(code: string): void;
}

interface PooledSocket {
  readonly socket: Socket;
  readonly waiting: Map<number, Waiting>;
  /** Queries left until the socket makes room for one on another port. */
  left: number;
}

/** More in flight on one socket would make ids easier to hit. */
const maxWaitingPerSocket = 4096;

/**
 * Sockets on random ports (the kernel picks them), one taken at random for each query and replaced after some hundreds:
 * a port nobody outside can predict (RFC 5452 §9.2) at a fraction of the price of a socket per query.
 */
export class UdpSockets implements AsyncDisposable {
  readonly #family: "udp4" | "udp6";
  readonly #unpredictable: Unpredictable;
  readonly #pool: PooledSocket[] = [];
  readonly #open = new Set<PooledSocket>();
  readonly #size: number;
  #isClosed = false;

  constructor(family: "udp4" | "udp6", size: number, unpredictable: Unpredictable) {
    this.#family = family;
    this.#size = size;
    this.#unpredictable = unpredictable;
  }

  /** Sends `bytes` with a fresh id. The result ends the wait; undefined when every socket is crowded, or closed. */
  send(bytes: Buffer, waiting: Waiting): (() => void) | undefined {
    if (this.#isClosed) return undefined;
    const pooled = this.#take();
    if (pooled.waiting.size >= maxWaitingPerSocket) return undefined;
    let id = this.#unpredictable.uint16();
    while (pooled.waiting.has(id)) id = this.#unpredictable.uint16();
    bytes.writeUInt16BE(id, 0);
    pooled.waiting.set(id, waiting);
    pooled.socket.send(bytes, waiting.server.port, waiting.server.address, (error) => {
      if (error) waiting.fail("code" in error ? String(error.code) : "EIO");
    });
    return () => {
      if (pooled.waiting.get(id) === waiting) pooled.waiting.delete(id);
      if (pooled.left <= 0 && pooled.waiting.size === 0) this.#close(pooled);
    };
  }

  #take(): PooledSocket {
    const place = this.#unpredictable.below(this.#size);
    let pooled = this.#pool[place];
    if (pooled === undefined || pooled.left <= 0) {
      pooled = this.#openOne();
      this.#pool[place] = pooled;
    }
    pooled.left--;
    return pooled;
  }

  #openOne(): PooledSocket {
    const socket = createSocket({
      type: this.#family,
      // Addresses only: no detour through the system's resolver.
      lookup: (host, _options, done) => done(null, host, this.#family === "udp4" ? 4 : 6),
    });
    const pooled: PooledSocket = { socket, waiting: new Map(), left: 500 + this.#unpredictable.below(500) };
    this.#open.add(pooled);
    socket.on("message", (bytes, from) => receive(pooled, bytes, from));
    socket.on("error", (error) => {
      pooled.left = 0;
      const code = "code" in error ? String(error.code) : "EIO";
      for (const waiting of pooled.waiting.values()) waiting.fail(code);
      this.#close(pooled);
    });
    return pooled;
  }

  #close(pooled: PooledSocket): void {
    if (this.#open.delete(pooled)) pooled.socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const pooled of this.#open) {
      for (const waiting of pooled.waiting.values()) waiting.fail("ECANCELED");
      this.#close(pooled);
    }
  }
}

/** A packet counts only if its source, port and id are those of a query in flight; the query itself checks the question. */
function receive(pooled: PooledSocket, bytes: Buffer, from: RemoteInfo): void {
  if (bytes.length < 12) return;
  const id = bytes.readUInt16BE(0);
  const waiting = pooled.waiting.get(id);
  if (waiting?.server.port !== from.port || waiting.server.address !== from.address) return;
  if (waiting.receive(bytes)) pooled.waiting.delete(id);
}
