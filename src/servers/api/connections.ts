import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clientNetwork } from "#platform/client-network.ts";
import type { Clock } from "#platform/clock.ts";
import { Tally } from "#platform/tally.ts";

/** Of one connection: whoever pipelines sends requests faster than any of them is answered. Each takes 10 kB, and then as much as its answer. */
const mostAtOnce = 20;

/**
 * Knows which connections have a request in work, so that closing waits for those and for nothing else: not for idle
 * connections, nor for clients that send their request slowly or not at all. Those also make room where there are too many.
 */
export class Connections {
  /** With the network of whoever opened it, in the order of their coming. */
  readonly #open = new Map<Socket, string>();
  /** Not only the latest: whoever pipelines waits for several at once (RFC 9112 §9.3.2). */
  readonly #answers = new WeakMap<Socket, Set<ServerResponse>>();
  readonly #latest = new WeakMap<Socket, ServerResponse>();
  readonly #refused = new WeakSet<Socket>();
  readonly #networks = new Tally();
  readonly #most: number;

  constructor(server: Server, most: number) {
    this.#most = most;
    server.on("connection", (socket: Socket) => this.#admit(socket));
  }

  #admit(socket: Socket): void {
    if (this.#open.size >= this.#most) this.#makeRoom();
    if (this.#open.size >= this.#most) {
      socket.destroy();
      return;
    }
    const network = clientNetwork(socket.remoteAddress ?? "");
    this.#open.set(socket, network);
    this.#networks.add(network);
    socket.once("close", () => this.#forget(socket));
  }

  #forget(socket: Socket): void {
    const network = this.#open.get(socket);
    if (network === undefined) return;
    this.#open.delete(socket);
    this.#networks.remove(network);
  }

  /** Call when the head of a request has arrived. False: it is not to be looked at, for it stands behind one that was refused, or behind too many. */
  begin(response: ServerResponse): boolean {
    const { socket } = response.req;
    if (this.#refused.has(socket)) return false;
    this.#latest.set(socket, response);
    const answers = this.#answers.getOrInsertComputed(socket, () => new Set());
    if (answers.size >= mostAtOnce) return false;
    answers.add(response);
    response.once("close", () => answers.delete(response));
    return true;
  }

  /** Takes no further request of a connection: where the one before ends is in doubt. */
  refuse(socket: Socket): void {
    this.#refused.add(socket);
  }

  /** Whether a request has arrived whole and its answer is still to come, so that nothing else may be written. */
  isInWork(socket: Socket): boolean {
    return this.#answersOf(socket).some((answer) => !answer.writableEnded && answer.req.complete);
  }

  /** Whether the request that is being read has its answer already, or none is to come behind it: a second one would pass for the next one's. */
  isAnswered(socket: Socket): boolean {
    if (this.#refused.has(socket)) return true;
    const response = this.#latest.get(socket);
    return response?.headersSent === true && !(response.req.complete && response.shouldKeepAlive);
  }

  /** In the order in which they are sent. */
  #answersOf(socket: Socket): ServerResponse[] {
    return [...(this.#answers.get(socket) ?? [])];
  }

  /** Several at once: whoever opens many comes again soon. Those with something under way go last. */
  #makeRoom(): void {
    const waiting = [...this.#open]
      .filter(([socket]) => !this.isInWork(socket))
      .map(([socket, network]) => ({
        socket,
        isUnderWay: this.#isUnderWay(socket),
        of: this.#networks.of(network),
      }))
      // Of a network that has many, before others; of one, the oldest first, for sorting keeps them in order.
      .sort((one, other) => Number(one.isUnderWay) - Number(other.isUnderWay) || other.of - one.of);
    for (const { socket } of waiting.slice(0, Math.ceil(this.#most / 100))) {
      this.#forget(socket);
      socket.destroy();
    }
  }

  /** Whether a request that has no answer yet is being sent, or an answer is being read. */
  #isUnderWay(socket: Socket): boolean {
    return this.#answersOf(socket).some((answer) => !answer.writableFinished);
  }

  /** Ends every connection, each as soon as its answer is out, and all of them after `graceMs`. */
  async end(graceMs: number, clock: Clock): Promise<void> {
    const ended = [...this.#open.keys()].map((socket) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.once("close", resolve);
      const last = this.#answersOf(socket).findLast((answer) => answer.req.complete);
      if (last === undefined || !this.isInWork(socket)) socket.destroySoon();
      else last.once("close", () => socket.destroySoon());
      return promise;
    });
    const done = new AbortController();
    const grace = clock.sleep(graceMs, done.signal).catch(() => {});
    await Promise.race([Promise.all(ended), grace]);
    done.abort();
    for (const socket of this.#open.keys()) socket.destroy();
  }
}
