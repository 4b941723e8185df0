import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Announcement, Announcements } from "#platform/announcements.ts";
import { DatabaseClosed } from "#platform/database/closed.ts";
import type { Outcome, Statement, Step } from "#platform/database/database.ts";
import { toGroup } from "#platform/database/group.ts";
import { Unavailable } from "#platform/errors.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { filesOf } from "./file-in-place.ts";
import type { BatchAnswer, GroupFailure, WriterData } from "./messages.ts";
import { BatchWriter } from "./write-batch.ts";

interface Waiting extends PromiseWithResolvers<Outcome[]> {
  readonly statements: readonly Statement[];
  readonly announcements: readonly Announcement[];
}

/**
 * The process's end of the writer thread. What one turn of the event loop brings, and what gathers while the writer is
 * busy, is one batch and one commit: no timer, so a lone write waits for nobody. Where the thread ends, what it was working on has failed,
 * and the next batch starts another.
 */
export class Writer implements AsyncDisposable {
  readonly #data: WriterData;
  #thread: Worker | undefined;
  readonly #checkpoints: Checkpoints;
  readonly #announcements: Announcements;
  readonly #committed: () => void;
  #batches = new BatchWriter();
  /** What the thread is working on, and what gathers meanwhile. */
  #underWay: readonly Waiting[] = [];
  #gathering: Waiting[] = [];
  #scheduled = false;
  #closing = false;

  /** Somebody has read from the file already. `committed` is called before anybody is told that something is on disk. */
  constructor(
    file: string,
    parts: { announcements: Announcements; committed: () => void; checkpoints: Checkpoints },
  ) {
    this.#announcements = parts.announcements;
    this.#committed = parts.committed;
    this.#data = { file, files: filesOf(file) };
    this.#thread = this.#start();
    this.#checkpoints = parts.checkpoints;
  }

  write(steps: readonly Step[]): Promise<Outcome[]> {
    const waiting = { ...toGroup(steps), ...Promise.withResolvers<Outcome[]>() };
    if (this.#closing) waiting.reject(new DatabaseClosed());
    else {
      this.#gathering.push(waiting);
      this.#schedule();
    }
    return waiting.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    while (this.#hasWork) {
      await Promise.allSettled([...this.#underWay, ...this.#gathering].map(({ promise }) => promise));
    }
    await this.#checkpoints[Symbol.asyncDispose]();
    if (this.#thread === undefined) return;
    const exit = once(this.#thread, "exit");
    this.#thread.postMessage("close");
    await exit;
  }

  #start(): Worker {
    const thread = new Worker(new URL("./writer-thread.ts", import.meta.url), {
      workerData: this.#data,
      // It holds one batch at a time; by default a thread takes as much room as the whole service.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    thread.on("message", (answer: BatchAnswer) => {
      if (this.#thread === thread) this.#receive(answer);
    });
    // An error ends the thread, and its exit is told of after.
    thread.on("error", (error) => this.#end(thread, error));
    thread.on("exit", () => this.#end(thread, new Error("The database writer has stopped.")));
    return thread;
  }

  get #hasWork(): boolean {
    return this.#underWay.length > 0 || this.#gathering.length > 0;
  }

  #schedule(): void {
    if (this.#underWay.length > 0 || this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#underWay.length === 0) this.#send();
    });
  }

  #send(): void {
    if (this.#gathering.length === 0) return;
    this.#underWay = this.#gathering;
    this.#gathering = [];
    try {
      this.#thread ??= this.#start();
    } catch (error) {
      // No thread more for this process, say.
      this.#failUnderWay(error);
      return;
    }
    this.#thread.postMessage(this.#batches.write(this.#underWay));
  }

  #receive({ counts, rows, failures }: BatchAnswer): void {
    this.#committed();
    const batch = this.#underWay;
    this.#underWay = [];
    this.#send();
    let from = 0;
    for (const [at, { statements, announcements, resolve, reject }] of batch.entries()) {
      const failure = failures.get(at);
      if (failure === undefined) {
        for (const announcement of announcements) this.#announcements.tell(announcement);
        const first = from;
        resolve(
          statements.map((_, step) => ({
            count: counts[first + step] ?? 0,
            rows: rows.get(first + step) ?? [],
          })),
        );
      } else {
        reject(reasonOf(failure, statements));
      }
      from += statements.length;
    }
    this.#checkpoints.committed();
  }

  #end(thread: Worker, reason: unknown): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    // The next one knows no statement.
    this.#batches = new BatchWriter();
    this.#failUnderWay(reason);
    this.#send();
  }

  #failUnderWay(reason: unknown): void {
    for (const { reject } of this.#underWay) reject(reason);
    this.#underWay = [];
  }
}

function reasonOf(failure: GroupFailure, statements: readonly Statement[]): Error {
  if (failure.kind === "undone") {
    return statements[failure.failedStep]?.otherwise?.() ?? new Error("A group was undone.");
  }
  const error = new Error(`SQLite: ${failure.message}`, { cause: failure.code });
  return failure.kind === "error"
    ? error
    : new Unavailable("The database cannot be written to at the moment. Please try again.", { cause: error });
}
