import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { MessagesTable } from "#platform/database/tables/messages.ts";
import type { Owner } from "#platform/owner.ts";
import type { MessageReport, NewMessage, StoredMessage } from "./delivery.ts";

export class MessageStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #byId: ReturnType<typeof byId>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#byId = byId(database);
  }

  insert({ id, owner, envelopeFrom, content, signWith, rules, report }: NewMessage, createdAt: number): Step {
    const query = this.#insert({
      ...owner,
      id,
      created_at: createdAt,
      signing_domain: signWith === "service" ? null : signWith.domain,
      signing_account: signWith === "service" ? null : signWith.owner.account,
      envelope_from: envelopeFrom,
      content,
      tls: rules.tls,
      sending_pool: rules.sendingPool ?? null,
      least_confidence: rules.leastConfidence ?? null,
      configuration_set: report?.configurationSet ?? null,
      archive: report?.archive ?? null,
      tenant: report?.tenant ?? null,
      contact_list: report?.list?.list ?? null,
      list_topic: report?.list?.topic ?? null,
      feedback_to: report?.feedbackTo ?? null,
      mail: report === undefined ? null : JSON.stringify(report.mail),
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
        signWith: signWithOf(row),
        rules: {
          tls: row.tls,
          sendingPool: row.sending_pool ?? undefined,
          leastConfidence: row.least_confidence ?? undefined,
        },
        report: reportOf(row),
      }
    );
  }
}

function signWithOf({ signing_domain: domain, signing_account: account, region }: Selectable<MessagesTable>) {
  return domain === null || account === null ? "service" : { domain, owner: { account, region } };
}

function reportOf(row: Selectable<MessagesTable>): MessageReport | undefined {
  if (row.mail === null) return undefined;
  return {
    configurationSet: row.configuration_set ?? undefined,
    archive: row.archive ?? undefined,
    tenant: row.tenant ?? undefined,
    list:
      row.contact_list === null ? undefined : { list: row.contact_list, topic: row.list_topic ?? undefined },
    feedbackTo: row.feedback_to ?? undefined,
    mail: JSON.parse(row.mail) as object,
  };
}

function insertion(database: Database) {
  return prepare<MessagesTable>()(database, (build, value) =>
    build.insertInto("messages").values({
      account: value.account,
      region: value.region,
      id: value.id,
      created_at: value.created_at,
      signing_domain: value.signing_domain,
      signing_account: value.signing_account,
      envelope_from: value.envelope_from,
      content: value.content,
      tls: value.tls,
      sending_pool: value.sending_pool,
      least_confidence: value.least_confidence,
      configuration_set: value.configuration_set,
      archive: value.archive,
      tenant: value.tenant,
      contact_list: value.contact_list,
      list_topic: value.list_topic,
      feedback_to: value.feedback_to,
      mail: value.mail,
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
