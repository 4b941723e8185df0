import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Log } from "#platform/log.ts";

/** How many commits between two checkpoints. */
const commitsPerCheckpoint = 200;
/** One that fails may only have met a long read, or a moment without room. */
const failuresUntilTold = 3;

export type CheckpointLog = Pick<Log, "error" | "info">;

/**
 * Asks for a checkpoint now and then; the thread that makes them starts with the first. Where none can be had, or it ended (no file or thread
 * more for this process, say), nothing is lost, for the log keeps what was not moved: the next one is asked of another thread. But where
 * none succeeds, the log grows until the disk is full: that is said.
 */
export class Checkpoints implements AsyncDisposable {
  readonly #file: string;
  readonly #log: CheckpointLog | undefined;
  #thread: Worker | undefined;
  #commits = 0;
  #underWay = false;
  /** In a row. */
  #failures = 0;

  constructor(file: string, log: CheckpointLog | undefined) {
    this.#file = file;
    this.#log = log;
  }

  committed(): void {
    this.#commits += 1;
    if (this.#commits < commitsPerCheckpoint || this.#underWay) return;
    this.#commits = 0;
    this.#thread ??= this.#start();
    this.#underWay = this.#thread !== undefined;
    this.#thread?.postMessage("checkpoint");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#thread === undefined) return;
    const exit = once(this.#thread, "exit");
    this.#thread.postMessage("close");
    // One that failed as it was to close is closed, too.
    await exit.catch(() => {});
  }

  #start(): Worker | undefined {
    try {
      const thread = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), {
        workerData: this.#file,
      });
      let fault = "Its thread has ended.";
      thread.on("error", ({ message }) => {
        fault = message;
      });
      thread.on("exit", () => {
        this.#thread = undefined;
        if (this.#underWay) this.#end(fault);
      });
      thread.on("message", (failure: string | undefined) => this.#end(failure));
      return thread;
    } catch (error) {
      this.#end((error as Error).message);
      return undefined;
    }
  }

  #end(failure: string | undefined): void {
    this.#underWay = false;
    if (failure === undefined) {
      if (this.#failures >= failuresUntilTold)
        this.#log?.info({}, "The database's checkpoints are made again.");
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    if (this.#failures !== failuresUntilTold) return;
    this.#log?.error(
      { file: this.#file, reason: failure },
      "What is written cannot be moved into the database's file: the log beside it (-wal) grows until this is mended.",
    );
  }
}
