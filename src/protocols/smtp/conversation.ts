import type { SmtpReply } from "./reply.ts";

/** One line of what was said. Secrets are left out; of the message only its size is noted. */
export interface ConversationLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: "client" | "server" | "connection";
  readonly text: string;
}

/** Keeps what is said on one connection, with the time. */
export class Conversation {
  readonly #clock: { now(): number };
  readonly #opening: ConversationLine[] = [];
  #lines = this.#opening;
  #secrets: readonly string[] = [];

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** How the connection was opened, followed by the delivery that is or was last under way. */
  get lines(): readonly ConversationLine[] {
    return this.#lines === this.#opening ? [...this.#opening] : [...this.#opening, ...this.#lines];
  }

  beginDelivery(): void {
    this.#lines = [];
  }

  /** From here on these texts are shown as `***`, also where the server repeats them. */
  hide(secrets: readonly string[]): void {
    this.#secrets = secrets.filter((secret) => secret !== "");
  }

  note(by: ConversationLine["by"], text: string): void {
    this.#lines.push({ at: this.#clock.now(), by, text: this.#withoutSecrets(text) });
  }

  /** Notes a reply and gives it back without secrets. */
  noteReply(reply: SmtpReply): SmtpReply {
    const clean = { ...reply, lines: reply.lines.map((line) => this.#withoutSecrets(line)) };
    clean.lines.forEach((line, index) => {
      this.note("server", `${reply.code}${index < clean.lines.length - 1 ? "-" : " "}${line}`);
    });
    return clean;
  }

  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, "***"), text);
  }
}
