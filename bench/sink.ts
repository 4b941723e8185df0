import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";

interface Received {
  readonly received: number;
  /** From the first to the last, and since then. */
  readonly tookMs: number;
  readonly agoMs: number;
}

/** An SMTP server in a process of its own that takes every message. */
export class Sink implements AsyncDisposable {
  readonly port: number;
  readonly #child: Child;

  private constructor(child: Child, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(): Promise<Sink> {
    const child = new Child("./smtp-sink.ts");
    const [port] = await child.says(/listening on (\d+)/);
    return new Sink(child, Number(port));
  }

  /** `hold`: new connections are not greeted. `begin`: counts anew. */
  async tell(what: "hold" | "go on" | "begin"): Promise<void> {
    await this.#child.ask(what);
  }

  /** Waits until so many have come since the last `begin`. */
  async receives(count: number): Promise<Received> {
    for (;;) {
      const seen = (await this.#child.ask("received")) as Received;
      if (seen.received >= count) return seen;
      await delay(20);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
