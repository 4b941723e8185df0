import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Announcement, Announcements } from "#platform/announcements.ts";
import type { Outcome, Statement, Step } from "#platform/database/database.ts";
import { toGroup } from "#platform/database/group.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { BatchRequest, GroupAnswer, GroupRequest, StepRequest } from "./messages.ts";

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
  readonly #numbers = new Map<string, number>();
  readonly #waiting = new Map<number, Waiting>();
  #groups: GroupRequest[] = [];
  #newStatements: { number: number; sql: string }[] = [];
  #nextId = 0;
  #busy = false;
  #scheduled = false;
  #failure: Error | undefined;
  #closing = false;

  constructor(file: string, announcements: Announcements) {
    this.#announcements = announcements;
    const fail = (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error)));
    this.#thread = new Worker(new URL("./writer-thread.ts", import.meta.url), {
      workerData: file,
      // It holds one batch at a time; by default a thread takes as much room as the whole service.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#checkpoints = new Checkpoints(file, fail);
    this.#thread.on("message", (answers: GroupAnswer[]) => this.#receive(answers));
    this.#thread.on("error", fail);
    this.#thread.on("exit", () => fail(new Error("The database writer has stopped.")));
  }

  write(steps: readonly Step[]): Promise<Outcome[]> {
    const group = toGroup(steps);
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      if (this.#closing) return reject(new Error("The database is closed."));
      const id = this.#nextId++;
      this.#waiting.set(id, { ...group, resolve, reject });
      this.#groups.push({ id, steps: group.statements.map((statement) => this.#request(statement)) });
      this.#schedule();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    while (this.#waiting.size > 0) await once(this.#thread, "message");
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

  #request({ query, otherwise }: Statement): StepRequest {
    let number = this.#numbers.get(query.sql);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(query.sql, number);
      this.#newStatements.push({ number, sql: query.sql });
    }
    return { statement: number, parameters: query.parameters, mustCount: otherwise !== undefined };
  }

  #schedule(): void {
    if (this.#busy || this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#busy && this.#groups.length > 0) this.#send();
    });
  }

  #send(): void {
    const batch: BatchRequest = { newStatements: this.#newStatements, groups: this.#groups };
    this.#newStatements = [];
    this.#groups = [];
    this.#busy = true;
    this.#thread.postMessage(batch);
  }

  #receive(answers: readonly GroupAnswer[]): void {
    this.#busy = false;
    if (this.#groups.length > 0) this.#send();
    for (const answer of answers) this.#settle(answer);
    this.#checkpoints.committed();
  }

  #settle(answer: GroupAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    switch (answer.outcome) {
      case "done":
        for (const announcement of waiting.announcements) this.#announcements.tell(announcement);
        waiting.resolve(answer.steps as Outcome[]);
        break;
      case "undone":
        waiting.reject(
          waiting.statements[answer.failedStep]?.otherwise?.() ?? new Error("A group was undone."),
        );
        break;
      case "error":
        waiting.reject(new Error(`SQLite: ${answer.message}`, { cause: answer.code }));
        break;
    }
  }

  #fail(error: Error): void {
    if (this.#closing && this.#waiting.size === 0) return;
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
