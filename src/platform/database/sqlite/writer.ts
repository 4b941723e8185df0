import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Announcement, Announcements } from "#platform/announcements.ts";
import type { Outcome, Statement, Step } from "#platform/database/database.ts";
import { toGroup } from "#platform/database/group.ts";
import { Unavailable } from "#platform/errors.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { BatchAnswer, GroupFailure } from "./messages.ts";
import { BatchWriter } from "./write-batch.ts";

interface Waiting {
  readonly statements: readonly Statement[];
  readonly announcements: readonly Announcement[];
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The process's end of the writer thread. What one turn of the event loop brings, and what gathers while the writer is
 * busy, is one batch and one commit: no timer, so a lone write waits for nobody.
 */
export class Writer implements AsyncDisposable {
  readonly #thread: Worker;
  readonly #checkpoints: Checkpoints;
  readonly #announcements: Announcements;
  readonly #committed: () => void;
  readonly #batches = new BatchWriter();
  /** What the thread is working on, and what gathers meanwhile. */
  #underWay: readonly Waiting[] = [];
  #gathering: Waiting[] = [];
  #scheduled = false;
  #failure: Error | undefined;
  #closing = false;

  /** `committed` is called before anybody is told that something is on disk. */
  constructor(file: string, parts: { announcements: Announcements; committed: () => void }) {
    this.#announcements = parts.announcements;
    this.#committed = parts.committed;
    const fail = (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error)));
    this.#thread = new Worker(new URL("./writer-thread.ts", import.meta.url), {
      workerData: file,
      // It holds one batch at a time; by default a thread takes as much room as the whole service.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#checkpoints = new Checkpoints(file);
    this.#thread.on("message", (answer: BatchAnswer) => this.#receive(answer));
    this.#thread.on("error", fail);
    this.#thread.on("exit", () => fail(new Error("The database writer has stopped.")));
  }

  write(steps: readonly Step[]): Promise<Outcome[]> {
    const group = toGroup(steps);
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      if (this.#closing) return reject(new Error("The database is closed."));
      this.#gathering.push({ ...group, resolve, reject });
      this.#schedule();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    while (this.#hasWork) await once(this.#thread, "message");
    await this.#checkpoints[Symbol.asyncDispose]();
    if (this.#failure !== undefined) {
      // It may be gone already, and would not hear that it is to close.
      await this.#thread.terminate();
      return;
    }
    const exit = once(this.#thread, "exit");
    this.#thread.postMessage("close");
    await exit;
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

  #fail(error: Error): void {
    if (this.#closing && !this.#hasWork) return;
    this.#failure ??= error;
    for (const { reject } of [...this.#underWay, ...this.#gathering]) reject(this.#failure);
    this.#underWay = [];
    this.#gathering = [];
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
