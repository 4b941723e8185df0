import { type Selectable, sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { ofMessages } from "#platform/database/of-messages.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { MessageEventsTable } from "#platform/database/tables/events.ts";
import type { Owner } from "#platform/owner.ts";
import { writeMeasure } from "./measure.ts";
import {
  type EventSubject,
  type EventType,
  type KeptEvent,
  type MessageEvent,
  recipientsOf,
} from "./message-event.ts";

/** That something came about, and with which message. */
export interface LatestEvent {
  readonly id: string;
  readonly messageId: string;
  readonly type: EventType;
  readonly at: number;
}

/** How far a message came with each of its recipients, and what they did with it. */
export interface MessageOutcome {
  /** That it was sent, delivered, returned or complained of, in the order in which it came about. */
  readonly events: readonly MessageEvent[];
  /** The last time. */
  readonly openedAt: number | undefined;
  readonly clickedAt: number | undefined;
}

type Row = Selectable<MessageEventsTable>;

export class EventStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  insert({ owner, messageId }: EventSubject, event: KeptEvent): Step {
    const query = this.#insert({
      ...owner,
      message_id: messageId,
      id: event.id,
      at: event.at,
      type: event.type,
      configuration_set: event.configurationSet ?? null,
      detail: textOf(event.detail),
      tags: event.tags === undefined ? null : textOf(event.tags),
      recipients: recipientsOf(event),
      measured: event.measure === undefined ? null : writeMeasure(event.measure),
    });
    return { query };
  }

  /** In the order in which they came about. */
  async ofMessage(owner: Owner, messageId: string): Promise<KeptEvent[]> {
    const rows = await this.#database.read(
      this.#ofMessages(owner, [messageId], { most: mostShown })
        .selectAll()
        .orderBy("id")
        .limit(mostShown)
        .compile(),
    );
    return rows.map(toEvent);
  }

  /** Which types of event messages have had, by the message's id, the latest first. */
  async typesOf(
    owner: Owner,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EventType[]>> {
    if (messageIds.length === 0) return new Map();
    const rows = await this.#database.read(
      this.#ofMessages(owner, messageIds)
        .select(({ fn }) => ["message_id", "type", fn.max("id").as("latest")])
        .groupBy(["message_id", "type"])
        .compile(),
    );
    const newestFirst = rows.toSorted((one, other) => (one.latest < other.latest ? 1 : -1));
    const byMessage = Map.groupBy(newestFirst, (row) => row.message_id);
    return new Map([...byMessage].map(([id, types]) => [id, types.map(({ type }) => type as EventType)]));
  }

  /** By the message's id. */
  async outcomesOf(
    owner: Owner,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, MessageOutcome>> {
    if (messageIds.length === 0) return new Map();
    const events = this.#ofMessages(owner, messageIds);
    const [ends, visits] = await Promise.all([
      this.#database.readAside(
        events
          .select(["message_id", "type", "at", "detail"])
          .where("type", "in", ["Send", "Delivery", "Bounce", "Complaint"])
          .orderBy("id")
          .compile(),
      ),
      this.#database.readAside(
        events
          .select(({ fn }) => ["message_id", "type", fn.max("at").as("at")])
          .where("type", "in", ["Open", "Click"])
          .groupBy(["message_id", "type"])
          .compile(),
      ),
    ]);
    const last = new Map(visits.map(({ message_id, type, at }) => [`${message_id} ${type}`, Number(at)]));
    const ended = Map.groupBy(ends, (row) => row.message_id);
    return new Map(
      messageIds.map((id) => [
        id,
        {
          events: (ended.get(id) ?? []).map(({ type, at, detail }) => ({
            type: type as EventType,
            at,
            detail: JSON.parse(detail) as object,
          })),
          openedAt: last.get(`${id} Open`),
          clickedAt: last.get(`${id} Click`),
        },
      ]),
    );
  }

  /** Of every message, the newest first. */
  async latest({ account, region }: Owner, limit: number): Promise<LatestEvent[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("message_events")
        .select(["id", "message_id", "type", "at"])
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .compile(),
    );
    return rows.map(({ id, message_id: messageId, type, at }) => ({
      id,
      messageId,
      type: type as EventType,
      at,
    }));
  }

  async find(owner: Owner, messageId: string, id: string): Promise<KeptEvent | undefined> {
    const [row] = await this.#database.read(
      this.#ofMessages(owner, [messageId], { from: id, to: id }).selectAll().compile(),
    );
    return row && toEvent(row);
  }

  /** `most`: of each, the first. */
  #ofMessages(
    { account, region }: Owner,
    messageIds: readonly string[],
    { from = "", to = "~", most }: { from?: string; to?: string; most?: number } = {},
  ) {
    const condition = sql`account = ${account} and region = ${region} and id >= ${from} and id <= ${to}`;
    const limit = most === undefined ? {} : { most };
    const events = ofMessages(this.#database, "message_events", messageIds, { condition, ...limit });
    return this.#database.build.selectFrom(events.as("event"));
  }
}

/** More than a message of fifty recipients can come to, but for opens and clicks. */
const mostShown = 1_000;

/** As JSON has them in it. */
const nulOrHalfCharacter = /\\u(?:0000|d[89a-f])/;

/** JSON that PostgreSQL can read as such, which it cannot with a NUL or half a character in any text: strangers' words are among them. */
function textOf(object: object): string {
  const text = JSON.stringify(object);
  if (!nulOrHalfCharacter.test(text)) return text;
  return JSON.stringify(object, (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
  );
}

function toEvent(row: Row): KeptEvent {
  return {
    id: row.id,
    at: row.at,
    type: row.type as EventType,
    configurationSet: row.configuration_set ?? undefined,
    detail: JSON.parse(row.detail) as object,
    ...(row.tags === null ? {} : { tags: JSON.parse(row.tags) as Record<string, string[]> }),
  };
}

function insertion(database: Database) {
  return prepare<Row>()(database, (build, value) =>
    build.insertInto("message_events").values({
      account: value.account,
      region: value.region,
      message_id: value.message_id,
      id: value.id,
      at: value.at,
      type: value.type,
      configuration_set: value.configuration_set,
      detail: value.detail,
      tags: value.tags,
      recipients: value.recipients,
      measured: value.measured,
    }),
  );
}
