import { type Clock, secondMs, systemClock } from "#platform/clock.ts";
import { exitCodes } from "./failures.ts";

/** Where a command writes, and what surrounds it. Tests hand in their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Messages to the person, beside the results. */
  err(text: string): void;
  /** The width of a screen; undefined when the output goes to a file or another program. */
  readonly columns: number | undefined;
  /** The height of that screen. */
  readonly rows: number | undefined;
  readonly colour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /**
   * Aborted when the person or the system asks the process to end, and when nobody reads its output any more, unless that is not what it is
   * for. From the first call on, a signal does not kill.
   */
  interruption(purpose?: "output" | "service"): AbortSignal;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  outliveReaders(process);
  return {
    // What `write` answers would be taken for the exit code of a command that returns what this does.
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    // Read when asked for: a window may have been resized. One that does not know its size says 0.
    get columns() {
      return stdout.isTTY ? stdout.columns || 80 : undefined;
    },
    get rows() {
      return stdout.isTTY ? stdout.rows || 24 : undefined;
    },
    // https://no-color.org: present and not empty.
    colour: stdout.isTTY && !env["NO_COLOR"] && env["TERM"] !== "dumb",
    environment: env,
    clock: systemClock,
    interruption,
  };
}

/** Whoever reads us may have gone, and the disk that a log goes to may be full: without this, either would end the service. */
function outliveReaders({ stdout, stderr }: Pick<NodeJS.Process, "stdout" | "stderr">): void {
  stderr.on("error", () => {});
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // What a service says at its start is not what it is for.
    if (isService) return;
    // Who reads only the first line has what was wanted.
    if (error.code === "EPIPE") {
      hasLostReader = true;
      interruptions?.abort();
      return;
    }
    stderr.write(`signet: The output cannot be written: ${error.message}\n`);
    process.once("exit", () => (process.exitCode = exitCodes.failed));
  });
}

/** Whoever stops a process kills it after some time; ours does so itself, so that nobody has to know how. */
const endsWithinMs = 30 * secondMs;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let interruptions: AbortController | undefined;
let isService = false;
let hasLostReader = false;

function interruption(purpose: "output" | "service" = "output"): AbortSignal {
  if (interruptions !== undefined) return interruptions.signal;
  const controller = new AbortController();
  interruptions = controller;
  isService = purpose === "service";
  // Node would open a debugger's port to everybody on this machine; it is how some programs are told to open their log anew.
  if (isService) process.on("SIGUSR1", () => {});
  if (hasLostReader && !isService) controller.abort();
  let askedAt: number | undefined;
  const end = (signal: NodeJS.Signals): void => {
    for (const each of signals) process.removeListener(each, ask);
    process.kill(process.pid, signal);
  };
  const ask = (signal: NodeJS.Signals): void => {
    const now = systemClock.now();
    if (askedAt === undefined) setTimeout(() => end(signal), endsWithinMs).unref();
    askedAt ??= now;
    controller.abort();
    // Ctrl-C reaches us twice at once: from the terminal, and from npm, which passes on what it got. Only a signal
    // that comes later is a person who does not want to wait.
    if (now - askedAt >= secondMs) end(signal);
  };
  for (const signal of signals) process.on(signal, ask);
  return controller.signal;
}
