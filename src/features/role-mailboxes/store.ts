import type { Change } from "#platform/change.ts";
import type { Database } from "#platform/database/database.ts";

export class RoleMailStore {
  readonly #database: Pick<Database, "write">;

  constructor(database: Pick<Database, "write">) {
    this.#database = database;
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#database.write(changes);
  }
}
