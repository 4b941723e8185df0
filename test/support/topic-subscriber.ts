import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { LoopbackServer } from "./loopback-server.ts";

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
  readonly #server: LoopbackServer;

  private constructor(server: LoopbackServer) {
    this.#server = server;
    this.url = `${server.url}/events`;
    server.answer(async (_, body, response) => {
      const status = await this.#receive(body.toString());
      response.writeHead(status, { location: "http://10.0.0.1/" }).end();
    });
  }

  static async start(): Promise<TopicSubscriber> {
    return new TopicSubscriber(await LoopbackServer.start());
  }

  /** The event records, in the order in which they came. */
  get records(): { readonly eventType: string; readonly [member: string]: unknown }[] {
    return this.notifications
      .filter(({ Subject }) => Subject === "Amazon SES Email Event Notification")
      .map(({ Message }) => JSON.parse(Message) as { eventType: string });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
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
