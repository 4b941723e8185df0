import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Somebody's HTTP server, on this machine. */
export class LoopbackServer implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<LoopbackServer> {
    // A connection that ends by itself would now and then do so just as it is used again.
    const server = createServer({ keepAliveTimeout: 0 }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new LoopbackServer(server);
  }

  /** Has every request answered once its body is there. */
  answer(by: (request: IncomingMessage, body: Buffer, response: ServerResponse) => unknown): void {
    this.#server.on("request", (request, response) => {
      // Who goes away in the middle of a request waits for no answer.
      void buffer(request).then(
        (body) => by(request, body, response),
        () => {},
      );
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
