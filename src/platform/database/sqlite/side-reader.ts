import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { DatabaseClosed } from "#platform/database/closed.ts";
import type { SideAnswer, SideQuestion } from "./messages.ts";
import { toUnreadable } from "./trouble.ts";

/** A thread answers in the order in which it was asked. */
interface Side {
  readonly thread: Worker;
  readonly asked: PromiseWithResolvers<object[]>[];
}

/** Reads beside everything else what takes long; the thread that does it starts with the first. */
export class SideReader implements AsyncDisposable {
  readonly #file: string;
  #side: Side | undefined;
  #isClosed = false;

  constructor(file: string) {
    this.#file = file;
  }

  async read(question: SideQuestion): Promise<object[]> {
    if (this.#isClosed) throw new DatabaseClosed();
    this.#side ??= this.#start();
    this.#side.thread.postMessage(question);
    const answer = Promise.withResolvers<object[]>();
    this.#side.asked.push(answer);
    return await answer.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    if (this.#side === undefined) return;
    const { thread } = this.#side;
    const exit = once(thread, "exit");
    thread.postMessage("close");
    await exit;
  }

  #start(): Side {
    const thread = new Worker(new URL("./side-reader-thread.ts", import.meta.url), {
      workerData: this.#file,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    const side: Side = { thread, asked: [] };
    thread.on("message", (answer: SideAnswer) => {
      const asked = side.asked.shift();
      if ("rows" in answer) asked?.resolve(answer.rows);
      else asked?.reject(reasonOf(answer.failure, answer.isTrouble));
    });
    // An error ends the thread: the next question starts another, maybe before this one's exit is told of.
    thread.on("error", (error) => this.#end(side, error));
    thread.on("exit", () => this.#end(side, new Error("The reading thread has stopped.")));
    return side;
  }

  #end(side: Side, reason: unknown): void {
    if (this.#side === side) this.#side = undefined;
    for (const { reject } of side.asked.splice(0)) reject(reason);
  }
}

function reasonOf(failure: string, isTrouble: boolean): Error {
  const error = new Error(`SQLite: ${failure}`);
  return isTrouble ? toUnreadable(error) : error;
}
