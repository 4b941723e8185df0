import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** How many commits between two checkpoints. */
const commitsPerCheckpoint = 200;

/** Asks for a checkpoint now and then; the thread that makes them starts with the first. */
export class Checkpoints implements AsyncDisposable {
  readonly #file: string;
  readonly #failed: (error: Error) => void;
  #thread: Worker | undefined;
  #commits = 0;
  #underWay = false;

  constructor(file: string, failed: (error: Error) => void) {
    this.#file = file;
    this.#failed = failed;
  }

  committed(): void {
    this.#commits += 1;
    if (this.#commits < commitsPerCheckpoint || this.#underWay) return;
    this.#commits = 0;
    this.#underWay = true;
    this.#thread ??= this.#start();
    this.#thread.postMessage("checkpoint");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#thread === undefined) return;
    const exit = once(this.#thread, "exit");
    this.#thread.postMessage("close");
    await exit;
  }

  #start(): Worker {
    const thread = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), { workerData: this.#file });
    thread.on("error", (error) => this.#failed(error instanceof Error ? error : new Error(String(error))));
    thread.on("message", () => {
      this.#underWay = false;
    });
    return thread;
  }
}
