import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SideAnswer, SideQuestion } from "./messages.ts";

/** Reads beside everything else what takes long; the thread that does it starts with the first. */
export class SideReader implements AsyncDisposable {
  readonly #file: string;
  #thread: Worker | undefined;
  #asked: PromiseWithResolvers<object[]>[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  read(question: SideQuestion): Promise<object[]> {
    this.#thread ??= this.#start();
    this.#thread.postMessage(question);
    const answer = Promise.withResolvers<object[]>();
    this.#asked.push(answer);
    return answer.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#thread === undefined) return;
    const exit = once(this.#thread, "exit");
    this.#thread.postMessage("close");
    await exit;
  }

  #start(): Worker {
    const thread = new Worker(new URL("./side-reader-thread.ts", import.meta.url), {
      workerData: this.#file,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    thread.on("message", (answer: SideAnswer) => {
      const asked = this.#asked.shift();
      if ("rows" in answer) asked?.resolve(answer.rows);
      else asked?.reject(new Error(`SQLite: ${answer.failure}`));
    });
    // An error ends the thread: the next question starts another.
    thread.on("error", (error) => this.#fail(error));
    thread.on("exit", () => this.#fail(new Error("The reading thread has stopped.")));
    return thread;
  }

  #fail(error: unknown): void {
    this.#thread = undefined;
    for (const { reject } of this.#asked) reject(error);
    this.#asked = [];
  }
}
