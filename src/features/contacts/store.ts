import { type RawBuilder, type Selectable, sql } from "kysely";
import { contains } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import type { ContactsTable } from "#platform/database/tables/contacts.ts";
import { lowerCase } from "#platform/lower-case.ts";
import type { Owner } from "#platform/owner.ts";
import { asCompared } from "#protocols/address/address.ts";
import { type Contact, type Preferences, type SubscriptionStatus, together } from "./contact.ts";
import { noContact, taken } from "./contact-rules.ts";

export interface ContactFilter {
  readonly status: SubscriptionStatus | undefined;
  readonly topic: { readonly name: string; readonly withDefault: SubscriptionStatus | undefined } | undefined;
  /** In either case of letters. */
  readonly addressContains: string | undefined;
}

/** What is to be known of a contact from now on. */
interface Said {
  readonly address: string;
  readonly preferences: Preferences;
  readonly unsubscribedFromAll?: boolean | undefined;
  /** Null: none. */
  readonly attributes?: string | null;
  readonly updatedAt: number;
}

/** A contact is found under every spelling of its address, and keeps the one that it was made with. */
export class ContactStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, list: string, address: string): Promise<Contact | undefined> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("contacts")
        .selectAll()
        .where(isOf(owner, list, address))
        .compile(),
    );
    return together(rows.map(toContact));
  }

  /** Guarded: throws `already-exists`. */
  insert(owner: Owner, list: string, contact: Contact): Step {
    return { ...this.insertUnlessThere(owner, list, contact), otherwise: () => taken(contact.address) };
  }

  insertUnlessThere(owner: Owner, list: string, contact: Contact): Step {
    const { build } = this.#database;
    const row = { ...owner, list, ...toColumns(contact), created_at: contact.createdAt };
    const columns = Object.keys(row) as (keyof typeof row)[];
    const query = build
      .insertInto("contacts")
      .columns(columns)
      .expression(
        build.selectNoFrom(columns.map((column) => sql.val(row[column]).as(column))).where((is) => {
          const known = build.selectFrom("contacts").select("address");
          return is.not(is.exists(known.where(isOf(owner, list, contact.address))));
        }),
      )
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return { query };
  }

  /** Whoever it was before, it is this now. */
  put(owner: Owner, list: string, contact: Contact): Step[] {
    return [this.insertUnlessThere(owner, list, contact), this.replace(owner, list, contact)];
  }

  /** Guarded. */
  replace(owner: Owner, list: string, contact: Contact): Step {
    const { address, ...changed } = toColumns(contact);
    const query = this.#database.build
      .updateTable("contacts")
      .set(changed)
      .where(isOf(owner, list, address))
      .compile();
    return { query, otherwise: () => noContact(address) };
  }

  /**
   * Guarded. Topics that are not named keep what was said, in the statement itself: of two who speak at once both are heard. So do the
   * other members that are undefined.
   */
  say(
    owner: Owner,
    list: string,
    { address, preferences, unsubscribedFromAll, attributes, updatedAt }: Said,
  ): Step {
    const said = JSON.stringify(preferences);
    const query = this.#database.build
      .updateTable("contacts")
      .set({
        preferences:
          this.#database.engine === "postgres"
            ? sql<string>`(preferences::jsonb || ${said}::jsonb)::text`
            : sql<string>`json_patch(preferences, ${said})`,
        ...(unsubscribedFromAll === undefined ? {} : { unsubscribed_from_all: unsubscribedFromAll ? 1 : 0 }),
        ...(attributes === undefined ? {} : { attributes }),
        updated_at: updatedAt,
      })
      .where(isOf(owner, list, address))
      .compile();
    return { query, otherwise: () => noContact(address) };
  }

  /** Guarded. */
  remove(owner: Owner, list: string, address: string): Step {
    return { ...this.removeIfThere(owner, list, address), otherwise: () => noContact(address) };
  }

  removeIfThere(owner: Owner, list: string, address: string): Step {
    const query = this.#database.build
      .deleteFrom("contacts")
      .where(isOf(owner, list, address))
      .compile();
    return { query };
  }

  /** Looks at `limit` contacts by address, from the first one after `after`, and answers those that are meant. */
  async list(
    { account, region }: Owner,
    list: string,
    { filter, after, limit }: { filter: ContactFilter; after: string | undefined; limit: number },
  ): Promise<{ readonly items: readonly Contact[]; readonly reached: string | undefined }> {
    let query = this.#database.build
      .selectFrom("contacts")
      .selectAll()
      .select(sql<number>`case when ${this.#isMeant(filter)} then 1 else 0 end`.as("is_meant"))
      .where("account", "=", account)
      .where("region", "=", region)
      .where("list", "=", list)
      .orderBy("address")
      .limit(limit);
    if (after !== undefined) query = query.where("address", ">", after);
    const rows = await this.#database.read(query.compile());
    return {
      items: rows.filter((row) => row.is_meant === 1).map(toContact),
      reached: rows.length < limit ? undefined : rows.at(-1)?.address,
    };
  }

  #isMeant({ status, topic, addressContains }: ContactFilter): RawBuilder<boolean> {
    const conditions = [sql<boolean>`1 = 1`];
    if (addressContains !== undefined) {
      conditions.push(contains(this.#database.engine, sql`lower(address)`, lowerCase(addressContains)));
    }
    if (status !== undefined && topic !== undefined) {
      // Who left the whole list is out of each of its topics, whatever was said of one.
      const said = sql`coalesce(${this.#said(topic.name)}, ${topic.withDefault ?? ""})`;
      conditions.push(sql`case when unsubscribed_from_all = 1 then 'OPT_OUT' else ${said} end = ${status}`);
    } else if (status !== undefined) {
      conditions.push(sql`unsubscribed_from_all = ${status === "OPT_OUT" ? 1 : 0}`);
    }
    return sql`${sql.join(conditions, sql` and `)}`;
  }

  /** What a contact said of a topic, or null. Topic names have no character that a JSON path would mind. */
  #said(topic: string) {
    return this.#database.engine === "postgres"
      ? sql<string | null>`(preferences::jsonb ->> ${topic})`
      : sql<string | null>`json_extract(preferences, ${`$."${topic}"`})`;
  }
}

/**
 * In terms of what there is an index of. Were the other columns compared as they are, SQLite would take the index of the key instead,
 * and read the whole list.
 */
function isOf({ account, region }: Owner, list: string, address: string): RawBuilder<boolean> {
  const compared = asCompared(address);
  const local = compared.slice(0, compared.lastIndexOf("@") + 1);
  return sql`lower(address) = ${compared.toLowerCase()} and substr(address, 1, ${local.length}) = ${local}
    and account || '' = ${account} and region || '' = ${region} and list || '' = ${list}`;
}

function toContact(row: Selectable<ContactsTable>): Contact {
  return {
    address: row.address,
    preferences: JSON.parse(row.preferences) as Preferences,
    unsubscribedFromAll: row.unsubscribed_from_all === 1,
    attributes: row.attributes ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toColumns({ address, preferences, unsubscribedFromAll, attributes, updatedAt }: Contact) {
  return {
    address,
    preferences: JSON.stringify(preferences),
    unsubscribed_from_all: unsubscribedFromAll ? 1 : 0,
    attributes: attributes ?? null,
    updated_at: updatedAt,
  };
}
