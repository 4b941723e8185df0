import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody's server that events are posted to. */
export class WebhookReceiver implements AsyncDisposable {
  readonly url: string;
  readonly posted: Posted[] = [];
  /** The status of the answer to what has just been posted. */
  answer: () => number = () => 204;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        this.posted.push({ headers: request.headers, body });
        response.writeHead(this.answer()).end();
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address);
    return new WebhookReceiver(server, `http://127.0.0.1:${address.port}/hook`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
