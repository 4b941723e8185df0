import { type CompiledQuery, type Selectable, type SelectQueryBuilder, sql } from "kysely";
import { contains } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { Tables } from "#platform/database/tables/index.ts";
import type { InboxFilter, InboxMessage } from "./message.ts";

type Row = Selectable<Tables["inbox"]>;

const summary = [
  "id",
  "account",
  "region",
  "message_id",
  "received_at",
  "sender",
  "recipients",
  "subject",
  "size_bytes",
] as const;

export class InboxStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
  }

  insert(message: InboxMessage, content: Uint8Array): Step {
    const query = this.#insert({
      ...message.owner,
      id: message.id,
      message_id: message.messageId,
      received_at: message.receivedAt,
      sender: message.sender,
      recipients: JSON.stringify(message.recipients),
      subject: message.subject,
      size_bytes: message.sizeBytes,
      content,
    });
    return { query };
  }

  /** Newest first, those before `before` only, and none before `from`. */
  async newest(
    account: string,
    filter: InboxFilter,
    { before, from, limit }: { before: string | undefined; from?: string | undefined; limit: number },
  ): Promise<InboxMessage[]> {
    let query = matching(this.#database.engine, this.#summaries(account), filter);
    if (before !== undefined) query = query.where("id", "<", before);
    if (from !== undefined) query = query.where("id", ">=", from);
    const found = query.orderBy("id", "desc").limit(limit).compile();
    return (await this.#read(found, isLong(filter) && from === undefined)).map(toMessage);
  }

  /** The first that came after the given one, and not before `from`. */
  async firstAfter(
    account: string,
    filter: InboxFilter,
    { after, from }: { after: string; from?: string | undefined },
  ): Promise<InboxMessage | undefined> {
    let query = matching(this.#database.engine, this.#summaries(account), filter).where("id", ">", after);
    if (from !== undefined) query = query.where("id", ">=", from);
    const first = query.orderBy("id").limit(1).compile();
    const [row] = await this.#read(first, isLong(filter) && from === undefined);
    return row && toMessage(row);
  }

  async #read<Found>(query: CompiledQuery<Found>, takesLong: boolean): Promise<Found[]> {
    return takesLong ? await this.#database.readAside(query) : await this.#database.read(query);
  }

  async find(
    account: string,
    id: string,
  ): Promise<{ message: InboxMessage; content: Uint8Array } | undefined> {
    const [row] = await this.#database.read(
      this.#summaries(account).select("content").where("id", "=", id).compile(),
    );
    return row && { message: toMessage(row), content: row.content };
  }

  /** Whether there was one to remove. */
  async remove(account: string, id: string): Promise<boolean> {
    const [outcome] = await this.#database.write([
      {
        query: this.#database.build
          .deleteFrom("inbox")
          .where("account", "=", account)
          .where("id", "=", id)
          .compile(),
      },
    ]);
    return (outcome?.count ?? 0) > 0;
  }

  /** How many were removed. */
  async removeAll(account: string): Promise<number> {
    const [outcome] = await this.#database.write([
      { query: this.#database.build.deleteFrom("inbox").where("account", "=", account).compile() },
    ]);
    return outcome?.count ?? 0;
  }

  #summaries(account: string) {
    return this.#database.build.selectFrom("inbox").select(summary).where("account", "=", account);
  }
}

/** Whether all of an account's messages may be gone through to find one. */
export function isLong({ to, subjectContains, since, messageId }: InboxFilter): boolean {
  return [to, subjectContains, since, messageId].some((part) => part !== undefined);
}

function matching<Selected>(
  engine: Database["engine"],
  query: SelectQueryBuilder<Tables, "inbox", Selected>,
  { to, subjectContains, since, messageId }: InboxFilter,
): SelectQueryBuilder<Tables, "inbox", Selected> {
  let narrowed = query;
  if (to !== undefined) narrowed = narrowed.where(has(engine, "recipients", JSON.stringify(to)));
  if (subjectContains !== undefined) narrowed = narrowed.where(has(engine, "subject", subjectContains));
  if (messageId !== undefined) narrowed = narrowed.where("message_id", "=", messageId);
  if (since !== undefined) narrowed = narrowed.where("received_at", ">=", since);
  return narrowed;
}

/** Both sides are lowered by the engine, so that they are lowered alike. */
function has(engine: Database["engine"], column: "recipients" | "subject", part: string) {
  return contains(engine, sql`lower(${sql.ref(column)})`, sql`lower(${part})`);
}

function insertion(database: Database) {
  return prepare<Row>()(database, (build, value) =>
    build.insertInto("inbox").values({
      account: value.account,
      region: value.region,
      id: value.id,
      message_id: value.message_id,
      received_at: value.received_at,
      sender: value.sender,
      recipients: value.recipients,
      subject: value.subject,
      size_bytes: value.size_bytes,
      content: value.content,
    }),
  );
}

function toMessage(row: Omit<Row, "content">): InboxMessage {
  return {
    id: row.id,
    owner: { account: row.account, region: row.region },
    messageId: row.message_id,
    receivedAt: row.received_at,
    sender: row.sender,
    recipients: JSON.parse(row.recipients) as string[],
    subject: row.subject,
    sizeBytes: row.size_bytes,
  };
}
