import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Usage } from "./report-usage.ts";

const reporter = new URL("./report-usage.ts", import.meta.url);

/** A program of the project's in a process of its own, which is what is measured. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;
  #said = "";

  /** `script`: relative to this folder. `node`: options for Node itself. */
  constructor(
    script: string,
    { env = {}, node = [] }: { env?: Record<string, string>; node?: readonly string[] } = {},
  ) {
    const file = fileURLToPath(new URL(script, import.meta.url));
    this.#process = spawn(process.execPath, [...node, "--import", reporter.href, file], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#exit = once(this.#process, "exit");
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#said = (this.#said + text).slice(-20_000);
      });
    }
  }

  /** Waits until its output matches, and gives the groups of the match. Throws when it ends before. */
  async says(pattern: RegExp): Promise<readonly string[]> {
    for (;;) {
      const match = pattern.exec(this.#said);
      if (match !== null) return match.slice(1);
      if (this.#process.exitCode !== null) throw new Error(`The process ended:\n${this.#said}`);
      await Promise.race([
        once(this.#process.stdout ?? this.#process, "data"),
        once(this.#process.stderr ?? this.#process, "data"),
        this.#exit,
      ]);
    }
  }

  async usage(): Promise<Usage> {
    return (await this.ask("usage")) as Usage;
  }

  /** One message there, one back. */
  async ask(message: string): Promise<unknown> {
    const answer = once(this.#process, "message");
    this.#process.send(message);
    const [content] = (await answer) as [unknown];
    return content;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#exit;
  }
}
