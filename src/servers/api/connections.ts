import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "#platform/clock.ts";

/**
 * Knows which connections have a request in work, so that closing waits for those and for nothing else: not for idle
 * connections, nor for clients that send their request slowly or not at all.
 */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #lastAnswer = new WeakMap<Socket, ServerResponse>();

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#open.add(socket);
      socket.once("close", () => this.#open.delete(socket));
    });
  }

  /** Call when the head of a request has arrived. */
  begin(response: ServerResponse): void {
    if (response.socket !== null) this.#lastAnswer.set(response.socket, response);
  }

  /** Whether a request has arrived whole and its answer is still to come, so that nothing else may be written. */
  isInWork(socket: Socket): boolean {
    const response = this.#lastAnswer.get(socket);
    return response !== undefined && !response.writableEnded && response.req.complete;
  }

  /** Ends every connection, each as soon as its answer is out, and all of them after `graceMs`. */
  async end(graceMs: number, clock: Clock): Promise<void> {
    const ended = [...this.#open].map((socket) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.once("close", resolve);
      const response = this.#lastAnswer.get(socket);
      if (response === undefined || !this.isInWork(socket)) socket.destroySoon();
      else response.once("close", () => socket.destroySoon());
      return promise;
    });
    const done = new AbortController();
    const grace = clock.sleep(graceMs, done.signal).catch(() => {});
    await Promise.race([Promise.all(ended), grace]);
    done.abort();
    for (const socket of this.#open) socket.destroy();
  }
}
