import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { MessagesTable } from "#platform/database/tables/messages.ts";
import type { Owner } from "#platform/owner.ts";
import type { NewMessage, StoredMessage } from "./delivery.ts";

export class MessageStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #byId: ReturnType<typeof byId>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#byId = byId(database);
  }

  insert({ id, owner, envelopeFrom, content, signWith }: NewMessage, createdAt: number): Step {
    const signing = signWith === "service" ? null : signWith.identity;
    const query = this.#insert({
      ...owner,
      id,
      created_at: createdAt,
      signing_identity: signing,
      envelope_from: envelopeFrom,
      content,
    });
    return { query };
  }

  async find(owner: Owner, id: string): Promise<StoredMessage | undefined> {
    const [row] = await this.#database.read(this.#byId({ ...owner, id }));
    return (
      row && {
        id,
        owner,
        createdAt: row.created_at,
        envelopeFrom: row.envelope_from,
        content: row.content,
        signWith: row.signing_identity === null ? "service" : { identity: row.signing_identity },
      }
    );
  }
}

function insertion(database: Database) {
  return prepare<MessagesTable>()(database, (build, value) =>
    build.insertInto("messages").values({
      account: value.account,
      region: value.region,
      id: value.id,
      created_at: value.created_at,
      signing_identity: value.signing_identity,
      envelope_from: value.envelope_from,
      content: value.content,
    }),
  );
}

function byId(database: Database) {
  return prepare<Owner & { id: string }>()(database, (build, value) =>
    build
      .selectFrom("messages")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("id", "=", value.id),
  );
}
