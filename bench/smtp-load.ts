import { connect, type Socket } from "node:net";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { type LoadResult, Turns } from "./load.ts";
import type { Credentials } from "./sign.ts";

export interface SubmittedMessage {
  readonly from: string;
  readonly to: string;
  /** With the line that has the final dot. */
  readonly data: string;
}

/**
 * Submits messages over connections that stay open, one command at a time as the server offers no PIPELINING, and measures each from
 * MAIL to the reply to its final dot. Rejects at the first refusal.
 */
export async function smtpLoad(given: {
  readonly port: number;
  readonly connections: number;
  readonly credentials: Credentials;
  readonly region: string;
  readonly messages: readonly SubmittedMessage[];
  readonly offeredPerSecond?: number;
}): Promise<LoadResult> {
  const clients = await Promise.all(
    Array.from({ length: given.connections }, async () => await SubmittingClient.open(given)),
  );
  const turns = new Turns(given.messages, { perSecond: given.offeredPerSecond });
  const submitAll = async (client: SubmittingClient) => {
    for (let turn = await turns.next(); turn !== undefined; turn = await turns.next()) {
      await client.submit(turn.request);
      turns.answered(turn.dueAt);
    }
  };
  try {
    await Promise.all(clients.map(submitAll));
    return turns.result();
  } finally {
    for (const client of clients) client.close();
  }
}

class SubmittingClient {
  readonly #socket: Socket;
  #said = "";
  #replied: { resolve: (reply: string) => void; reject: (error: Error) => void } | undefined;

  private constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.setEncoding("latin1").on("data", (text: string) => {
      this.#said += text;
      const [reply] = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#said) ?? [];
      if (reply === undefined) return;
      this.#said = this.#said.slice(reply.length);
      this.#replied?.resolve(reply);
    });
    this.#socket.on("error", (error) => this.#replied?.reject(error));
  }

  static async open({
    port,
    credentials: { accessKeyId, secret },
    region,
  }: {
    readonly port: number;
    readonly credentials: Credentials;
    readonly region: string;
  }): Promise<SubmittingClient> {
    const client = new SubmittingClient(port);
    await client.#reply("220");
    await client.#ask("EHLO bench.example", "250");
    const password = deriveSmtpPassword(secret, region);
    const proof = Buffer.from(`\0${accessKeyId}\0${password}`).toString("base64");
    await client.#ask(`AUTH PLAIN ${proof}`, "235");
    return client;
  }

  async submit({ from, to, data }: SubmittedMessage): Promise<void> {
    await this.#ask(`MAIL FROM:<${from}>`, "250");
    await this.#ask(`RCPT TO:<${to}>`, "250");
    await this.#ask("DATA", "354");
    await this.#ask(data, "250");
  }

  close(): void {
    this.#socket.destroy();
  }

  async #ask(line: string, hopedFor: string): Promise<void> {
    this.#socket.write(`${line}\r\n`, "latin1");
    await this.#reply(hopedFor);
  }

  async #reply(hopedFor: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#replied = { resolve, reject };
    const reply = await promise;
    if (!reply.startsWith(hopedFor)) throw new Error(`The server answered: ${reply}`);
  }
}
