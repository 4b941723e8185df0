import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

const removedAtOnce = 20;

/** The files that jobs wrote, in parts. */
export class ExportFileStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The file, one part of it at a time. */
  async *parts(owner: Owner, id: string): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const [part] = await this.#database.read(
        this.#database.build
          .selectFrom("export_parts")
          .select("content")
          .where((row) => row.and({ ...owner, job_id: id, number }))
          .compile(),
      );
      if (part === undefined) return;
      yield part.content;
    }
  }

  /** Of jobs that ended before. Answers how many there were, of some that it looked for. */
  async removeFilesBefore(time: number): Promise<number> {
    const { build } = this.#database;
    const old = await this.#database.read(
      build
        .selectFrom("export_jobs")
        .select(["account", "region", "id"])
        .where("completed_at", "<", time)
        .where("bytes", "is not", null)
        .limit(removedAtOnce)
        .compile(),
    );
    for (const { id, ...owner } of old) {
      const forgotten = build
        .updateTable("export_jobs")
        .set({ bytes: null })
        .where((job) => job.and({ ...owner, id }));
      const removed = removalOfParts(this.#database, { owner, id });
      await this.#database.write([{ query: forgotten.compile() }, removed]);
    }
    return old.length;
  }

  async removeJobsBefore(time: number): Promise<void> {
    const query = this.#database.build
      .deleteFrom("export_jobs")
      .where("completed_at", "<", time)
      .where("bytes", "is", null)
      .compile();
    await this.#database.write([{ query }]);
  }
}

export function removalOfParts(
  { build }: Database,
  { owner, id }: { readonly owner: Owner; readonly id: string },
): Step {
  const query = build
    .deleteFrom("export_parts")
    .where((row) => row.and({ ...owner, job_id: id }))
    .compile();
  return { query };
}
