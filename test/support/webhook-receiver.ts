import type { IncomingHttpHeaders } from "node:http";
import { LoopbackServer } from "./loopback-server.ts";

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody's server that events are posted to. */
export class WebhookReceiver implements AsyncDisposable {
  readonly url: string;
  readonly posted: Posted[] = [];
  /** The status of the answer to what has just been posted. */
  answer: () => number | Promise<number> = () => 204;
  readonly #server: LoopbackServer;

  private constructor(server: LoopbackServer) {
    this.#server = server;
    this.url = `${server.url}/hook`;
    server.answer(async ({ headers }, body, response) => {
      this.posted.push({ headers, body: body.toString() });
      response.writeHead(await this.answer()).end();
    });
  }

  static async start(): Promise<WebhookReceiver> {
    return new WebhookReceiver(await LoopbackServer.start());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
