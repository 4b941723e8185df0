import type { Selectable } from "kysely";
import type { EventType } from "#features/events/index.ts";
import type { Database } from "#platform/database/database.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type { WebhooksTable } from "#platform/database/tables/webhooks.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

export interface Webhook {
  readonly owner: Owner;
  readonly id: string;
  readonly url: string;
  /** Of which set's messages; undefined: of all. */
  readonly configurationSet: string | undefined;
  readonly types: readonly EventType[];
  readonly createdAt: number;
}

export class WebhookStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Unless there are so many already. Throws `limit-exceeded`. */
  async insert(webhook: Webhook, secretSealed: Uint8Array, most: number): Promise<void> {
    const { owner, id, url, configurationSet, types, createdAt } = webhook;
    const { build } = this.#database;
    const query = build
      .insertInto("webhooks")
      .values({
        ...owner,
        id,
        url,
        configuration_set: configurationSet ?? null,
        types: JSON.stringify(types),
        secret_sealed: secretSealed,
        created_at: createdAt,
      })
      .compile();
    await this.#database.write([
      ...requireRoom(
        this.#database,
        most,
        build.selectFrom("webhooks").where((row) => row.and({ ...owner })),
        () => new CallerError("limit-exceeded", `There are at most ${most} webhooks.`),
      ),
      { query },
      { topic: "event-audiences", about: nameOf(owner) },
    ]);
  }

  async list({ account, region }: Owner): Promise<Webhook[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("webhooks")
        .selectAll()
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("id")
        .compile(),
    );
    return rows.map(toWebhook);
  }

  async find(
    owner: Owner,
    id: string,
  ): Promise<(Webhook & { readonly secretSealed: Uint8Array }) | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("webhooks")
        .selectAll()
        .where((webhook) => webhook.and({ ...owner, id }))
        .compile(),
    );
    return row && { ...toWebhook(row), secretSealed: row.secret_sealed };
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, id: string): Promise<void> {
    const query = this.#database.build
      .deleteFrom("webhooks")
      .where((webhook) => webhook.and({ ...owner, id }))
      .compile();
    const otherwise = () => new CallerError("not-found", `There is no webhook ${id}.`);
    await this.#database.write([
      { query, otherwise },
      { topic: "event-audiences", about: nameOf(owner) },
    ]);
  }
}

function toWebhook(row: Selectable<WebhooksTable>): Webhook {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    url: row.url,
    configurationSet: row.configuration_set ?? undefined,
    types: JSON.parse(row.types) as EventType[],
    createdAt: row.created_at,
  };
}
