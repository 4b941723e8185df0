import { type Selectable, sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireSome } from "#platform/database/require-some.ts";
import type { ContactListsTable } from "#platform/database/tables/contacts.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { ContactList, Topic } from "./contact.ts";
import { noList } from "./contact-rules.ts";

/** How many contacts are deleted at once: a few milliseconds of the one writer. */
const atOnce = 500;

/** A list of which there are contacts; whether the list itself is there is another question. */
export interface NamedList extends Owner {
  readonly list: string;
}

export class ContactListStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner): Promise<ContactList | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("contact_lists")
        .selectAll()
        .where((list) => list.and({ ...owner }))
        .compile(),
    );
    return row && toList(row);
  }

  /** Guarded: there is one at most, and none begins with what is left of a former one. */
  insert({ owner, id, name, description, topics, createdAt, updatedAt }: ContactList): Step {
    const { build } = this.#database;
    const row = {
      ...owner,
      id,
      name,
      description: description ?? null,
      topics: JSON.stringify(topics),
      created_at: createdAt,
      updated_at: updatedAt,
    };
    const columns = Object.keys(row) as (keyof typeof row)[];
    const left = build.selectFrom("contacts").select("address");
    const query = build
      .insertInto("contact_lists")
      .columns(columns)
      .expression(
        build
          .selectNoFrom(columns.map((column) => sql.val(row[column]).as(column)))
          .where((is) => is.not(is.exists(left.where((contact) => contact.and({ ...owner, list: name }))))),
      )
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return {
      query,
      otherwise: () => new CallerError("bad-request", "A maximum of 1 Lists allowed per account."),
    };
  }

  /** Guarded. */
  replace({ owner, name, description, topics, updatedAt }: ContactList): Step {
    const query = this.#database.build
      .updateTable("contact_lists")
      .set({ description: description ?? null, topics: JSON.stringify(topics), updated_at: updatedAt })
      .where((list) => list.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => noList(name) };
  }

  /** Guarded. Its contacts are left, and count as no list's. */
  remove(owner: Owner, name: string): Step {
    const query = this.#database.build
      .deleteFrom("contact_lists")
      .where((list) => list.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => noList(name) };
  }

  /** Undoes its group where there is no such list, and keeps it from being deleted meanwhile. */
  requireExistence(owner: Owner, name: string): Step {
    const named = this.#database.build
      .selectFrom("contact_lists")
      .select("id")
      .where((list) => list.and({ ...owner, name }));
    return requireSome(this.#database, named, () => noList(name));
  }

  /** Deletes some contacts after one, by address, unless the list is there. Answers the last, or undefined where there are no more. */
  async removeSomeLeft({ list, ...owner }: NamedList, after: string): Promise<string | undefined> {
    const { build } = this.#database;
    const current = build.selectFrom("contact_lists").select("id");
    const left = build
      .selectFrom("contacts")
      .where((contact) => contact.and({ ...owner, list }))
      .where("address", ">", after)
      .where((is) => is.not(is.exists(current.where((row) => row.and({ ...owner, name: list })))));
    const some = left.select("address").orderBy("address").limit(atOnce).as("some");
    const [seen] = await this.#database.read(
      build
        .selectFrom(some)
        .select((row) => row.fn.max("address").as("last"))
        .compile(),
    );
    if (seen?.last == null) return undefined;
    const query = build
      .deleteFrom("contacts")
      .where((contact) => contact.and({ ...owner, list }))
      .where("address", ">", after)
      .where("address", "<=", seen.last)
      .where((is) => is.not(is.exists(current.where((row) => row.and({ ...owner, name: list })))))
      .compile();
    await this.#database.write([{ query }]);
    return seen.last;
  }

  /** The next list, in the order of the key, of which there are contacts. */
  async nextWithContacts(after: NamedList): Promise<NamedList | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("contacts")
        .select(["account", "region", "list"])
        .where(sql<boolean>`(account, region, list) > (${after.account}, ${after.region}, ${after.list})`)
        .orderBy("account")
        .orderBy("region")
        .orderBy("list")
        .limit(1)
        .compile(),
    );
    return row;
  }
}

function toList(row: Selectable<ContactListsTable>): ContactList {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    description: row.description ?? undefined,
    topics: JSON.parse(row.topics) as Topic[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
