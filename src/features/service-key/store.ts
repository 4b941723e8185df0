import type { Database, Step } from "#platform/database/database.ts";
import { LeaseLost } from "#platform/lease-lost.ts";

interface Replacement {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly at: number;
}

export class ServiceKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(name: string): Promise<Uint8Array | undefined> {
    const [row] = await this.#database.read(
      this.#database.build.selectFrom("service_secrets").select("sealed").where("name", "=", name).compile(),
    );
    return row?.sealed;
  }

  /** Does nothing where there is one already: of many processes that start together, the first one's key is everyone's. */
  async insertUnlessThere(name: string, sealed: Uint8Array, createdAt: number): Promise<void> {
    await this.#database.write([
      {
        query: this.#database.build
          .insertInto("service_secrets")
          .values({ name, sealed, created_at: createdAt })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .compile(),
      },
    ]);
  }

  /** Does nothing where another process replaced it first. */
  async replace(name: string, replacement: Replacement): Promise<void> {
    await this.#database.write([{ query: this.#replacing(name, replacement) }]);
  }

  /** Guarded: where another process replaced it first, the whole group is undone. */
  changeToReplace(name: string, replacement: Replacement): Step {
    return { query: this.#replacing(name, replacement), otherwise: () => new LeaseLost() };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  #replacing(name: string, { from, to, at }: Replacement) {
    return this.#database.build
      .updateTable("service_secrets")
      .set({ sealed: to, created_at: at })
      .where("name", "=", name)
      .where("sealed", "=", from)
      .compile();
  }
}
