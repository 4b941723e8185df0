import { type RawBuilder, sql } from "kysely";
import { contains } from "#platform/database/contains.ts";
import type { Database } from "#platform/database/database.ts";
import { lowerCase } from "#platform/lower-case.ts";
import type { Owner } from "#platform/owner.ts";
import { firstMessageIdAt } from "./message-id.ts";

/** What narrows a search down before a message is read. */
export interface MessageSearch {
  /** All of them occur in what is told of it, in any letter case (of ASCII). */
  readonly texts: readonly string[];
  readonly id?: string | undefined;
  readonly configurationSet?: string | undefined;
  readonly tenant?: string | undefined;
  readonly archive?: string | undefined;
  /** Milliseconds since 1970: accepted then or later. */
  readonly since?: number | undefined;
  /** Accepted before then. */
  readonly until?: number | undefined;
}

export interface FoundMessage {
  readonly id: string;
  readonly createdAt: number;
  readonly configurationSet: string | undefined;
  readonly archive: string | undefined;
  readonly tenant: string | undefined;
  /** The `mail` object of its events. */
  readonly mail: object;
}

/** A stretch of a customer's messages that was looked through. */
export interface Searched {
  readonly found: readonly FoundMessage[];
  /** The id that was looked at last; undefined: there are no more. */
  readonly reached: string | undefined;
}

export class MessageSearchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Looks at the newest `limit` messages before `after`, by their key, and answers those that may be meant. */
  async search(
    owner: Owner,
    search: MessageSearch,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<Searched> {
    const { account, region } = owner;
    let query = this.#database.build
      .selectFrom("messages")
      .select(["id", "created_at", "configuration_set", "archive", "tenant"])
      .select(sql<string | null>`case when ${this.#mayBe(search)} then mail end`.as("mail"))
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("id", "desc")
      .limit(limit);
    if (after !== undefined) query = query.where("id", "<", after);
    if (search.until !== undefined) query = query.where("id", "<", firstMessageIdAt(region, search.until));
    if (search.id !== undefined) query = query.where("id", "=", search.id);
    if (search.since !== undefined) query = query.where("id", ">=", firstMessageIdAt(region, search.since));
    if (search.archive !== undefined) query = query.where("archive", "=", search.archive);
    // To look through that many takes long, and who searches often does so many times.
    const rows = await this.#database.readAside(query.compile());
    return {
      found: rows.flatMap((row) => (row.mail === null ? [] : [toFound({ ...row, mail: row.mail })])),
      reached: rows.length < limit ? undefined : rows.at(-1)?.id,
    };
  }

  /**
   * Whether a message may be one of those: all that is looked for stands somewhere in its JSON. Where it stands is for whoever asked.
   * Of letters, only those of ASCII are the same to both engines in either case.
   */
  #mayBe({ texts, configurationSet, tenant }: MessageSearch): RawBuilder<boolean> {
    const { engine } = this.#database;
    const mail = engine === "sqlite" ? sql<string>`lower(mail)` : sql<string>`lower(mail collate "C")`;
    const conditions = [
      sql<boolean>`mail is not null`,
      ...(configurationSet === undefined ? [] : [sql<boolean>`configuration_set = ${configurationSet}`]),
      ...(tenant === undefined ? [] : [sql<boolean>`tenant = ${tenant}`]),
      ...texts.map((text) => contains(engine, mail, lowerCase(JSON.stringify(text).slice(1, -1)))),
    ];
    return sql`${sql.join(conditions, sql` and `)}`;
  }
}

function toFound(row: {
  readonly id: string;
  readonly created_at: number;
  readonly configuration_set: string | null;
  readonly archive: string | null;
  readonly tenant: string | null;
  readonly mail: string;
}): FoundMessage {
  return {
    id: row.id,
    createdAt: row.created_at,
    configurationSet: row.configuration_set ?? undefined,
    archive: row.archive ?? undefined,
    tenant: row.tenant ?? undefined,
    mail: JSON.parse(row.mail) as object,
  };
}
