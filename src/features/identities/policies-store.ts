import type { Database, Step } from "#platform/database/database.ts";
import { requireFewerThan } from "#platform/database/require-fewer-than.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

interface PolicyKey extends Owner {
  readonly identity: string;
  readonly name: string;
}

interface Room {
  readonly guard: Step;
  readonly most: number;
}

export class PolicyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By name, in the order of their names. */
  async ofIdentity(owner: Owner, identity: string): Promise<Record<string, string>> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identity_policies")
        .select(["name", "document"])
        .where((row) => row.and({ ...owner, identity }))
        .orderBy("name")
        .compile(),
    );
    return Object.fromEntries(rows.map(({ name, document }) => [name, document]));
  }

  /** Throws `limit-exceeded` when the identity has `most` already, `already-exists`, and what `guard` does. */
  async insert(key: PolicyKey, document: string, room: Room): Promise<void> {
    const query = this.#database.build
      .insertInto("identity_policies")
      .values({ ...key, document })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    const otherwise = () => new CallerError("already-exists", `Policy <${key.name}> already exists`);
    await this.#database.write([
      ...this.#requireRoom(key, room),
      { query, otherwise },
      changed(key, key.identity),
    ]);
  }

  /** In the place of the one of that name, where there is one. Throws `limit-exceeded` as `insert`, and what `guard` does. */
  async put(key: PolicyKey, document: string, room: Room): Promise<void> {
    const query = this.#database.build
      .insertInto("identity_policies")
      .values({ ...key, document })
      .onConflict((conflict) =>
        conflict.columns(["account", "region", "identity", "name"]).doUpdateSet({ document }),
      )
      .compile();
    await this.#database.write([...this.#requireRoom(key, room), { query }, changed(key, key.identity)]);
  }

  /** Beside that of the same name. The guard goes first: it holds the identity, and so the count. */
  #requireRoom({ account, region, identity, name }: PolicyKey, { guard, most }: Room): Step[] {
    const others = this.#database.build
      .selectFrom("identity_policies")
      .where((row) => row.and({ account, region, identity }))
      .where("name", "<>", name);
    const full = () => new CallerError("limit-exceeded", `An identity has at most ${most} policies.`);
    return [guard, requireFewerThan(most, others, full)];
  }

  async replace(key: PolicyKey, document: string): Promise<void> {
    const query = this.#database.build
      .updateTable("identity_policies")
      .set({ document })
      .where((row) => row.and({ ...key }))
      .compile();
    const otherwise = () => new CallerError("not-found", `Policy <${key.name}> does not exist`);
    await this.#database.write([{ query, otherwise }, changed(key, key.identity)]);
  }

  async remove(key: PolicyKey): Promise<void> {
    const query = this.#database.build
      .deleteFrom("identity_policies")
      .where((row) => row.and({ ...key }))
      .compile();
    await this.#database.write([{ query }, changed(key, key.identity)]);
  }

  changesToRemoveAll(owner: Owner, identity: string) {
    const query = this.#database.build
      .deleteFrom("identity_policies")
      .where((row) => row.and({ ...owner, identity }))
      .compile();
    return [{ query }, changed(owner, identity)];
  }
}

/** Who may send from an identity is part of what it is. */
function changed(owner: Owner, identity: string): Step {
  return { topic: "identities", about: nameOf(owner, identity) };
}
