import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { run } from "#cli/run.ts";
import { capturedTerminal } from "#cli/testdata/captured-terminal.ts";
import { systemClock } from "#platform/clock.ts";

export interface Spoken {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process of ours that runs and is spoken to by signals. */
export class CommandLine implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #out = "";
  #err = "";

  /** `script`: a path in the repository. Nothing of this process's own configuration reaches it. */
  constructor(script: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { PATH = "" } = process.env;
    const command = [script, ...args];
    this.#child = spawn(process.execPath, command, { env: { PATH, ...environment }, stdio: "pipe" });
    this.#ended = once(this.#child, "close");
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#out += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#err += text;
    });
  }

  /** Resolves once it printed something like this. Fails when it ends before. */
  async printed(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#out)) {
      const { stdout } = this.#child;
      if (stdout === null) throw new Error("no output");
      const ended = await Promise.race([
        once(stdout, "data").then(() => false),
        this.#ended.then(() => true),
      ]);
      if (ended && !pattern.test(this.#out)) {
        throw new Error(`it ended without printing ${String(pattern)}: ${this.#out}${this.#err}`);
      }
    }
    return this.#out;
  }

  /** Its output leads nowhere from now on. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async ended(): Promise<Spoken> {
    const [code] = (await this.#ended) as [number | null];
    return { code, out: this.#out, err: this.#err };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Does what `signet` does, in this process: starting one of its own takes longer than most commands. */
export async function signet(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Spoken> {
  const terminal = capturedTerminal({ environment, clock: systemClock });
  const code = await run(args, terminal);
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return { code, out: text(terminal.written), err: text(terminal.messages) };
}

/** Runs `signet` in a process of its own, to its end. */
export async function signetProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Spoken> {
  await using running = new CommandLine("src/cli/main.ts", args, environment);
  return await running.ended();
}
