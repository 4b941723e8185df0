import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";

export interface Notification {
  readonly MessageId: string;
  readonly Timestamp: string;
  readonly Type: string;
  readonly Message: string;
  readonly Subject?: string;
  readonly SubscribeURL?: string;
  readonly UnsubscribeURL?: string;
}

const signedMembers = [
  "Message",
  "MessageId",
  "Subject",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
];

/** Somebody's server that subscribes to a topic, as AWS tells how: it checks every signature, and confirms. */
export class TopicSubscriber implements AsyncDisposable {
  readonly url: string;
  readonly notifications: Notification[] = [];
  /** Those that were not taken. */
  readonly refused: Notification[] = [];
  /** The status of the next answers. */
  answer: () => number = () => 200;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        void this.#receive(body).then((status) =>
          response.writeHead(status, { location: "http://10.0.0.1/" }).end(),
        );
      });
    });
  }

  static async start(): Promise<TopicSubscriber> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address);
    return new TopicSubscriber(server, `http://127.0.0.1:${address.port}/events`);
  }

  /** The event records, in the order in which they came. */
  get records(): { readonly eventType: string; readonly [member: string]: unknown }[] {
    return this.notifications
      .filter(({ Subject }) => Subject === "Amazon SES Email Event Notification")
      .map(({ Message }) => JSON.parse(Message) as { eventType: string });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #receive(body: string): Promise<number> {
    const notification = JSON.parse(body) as Notification & Record<string, string>;
    const status = this.answer();
    if (status !== 200) {
      this.refused.push(notification);
      return status;
    }
    const text = signedMembers
      .flatMap((name) => (notification[name] === undefined ? [] : [`${name}\n${notification[name]}\n`]))
      .join("");
    const certificate = await (await fetch(notification["SigningCertURL"] ?? "")).text();
    const signature = Buffer.from(notification["Signature"] ?? "", "base64");
    assert.ok(verify("sha256", Buffer.from(text), certificate, signature), "the signature is not good");
    this.notifications.push(notification);
    if (notification.SubscribeURL !== undefined) await fetch(notification.SubscribeURL);
    return 200;
  }
}
