import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** How many commits between two checkpoints. */
const commitsPerCheckpoint = 200;

/**
 * Asks for a checkpoint now and then; the thread that makes them starts with the first. Where none can be had, or it ended (no file or thread
 * more for this process, say), nothing is lost, for the log keeps what was not moved: the next one is asked of another thread.
 */
export class Checkpoints implements AsyncDisposable {
  readonly #file: string;
  #thread: Worker | undefined;
  #commits = 0;
  #underWay = false;

  constructor(file: string) {
    this.#file = file;
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
      thread.on("error", () => {});
      thread.on("exit", () => {
        this.#thread = undefined;
        this.#underWay = false;
      });
      thread.on("message", () => {
        this.#underWay = false;
      });
      return thread;
    } catch {
      return undefined;
    }
  }
}
