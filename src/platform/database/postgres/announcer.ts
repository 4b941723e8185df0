import { randomBytes } from "node:crypto";
import { type CompiledQuery, type Kysely, sql } from "kysely";
import type { Announcement, Announcements, Topic } from "#platform/announcements.ts";
import type { Statement } from "#platform/database/database.ts";
import type { Tables } from "#platform/database/tables/index.ts";

/** Every database has channels of its own, so the name need not be. */
export const channel = "signet";

/** That there is work is told to other processes this often at most; whoever works already finds it without being told. */
const gatheredMs = 20;

/** A transaction's announcements: what is to run in it, if anything, and what to do once it is on disk. */
export interface Telling {
  readonly statement: Statement | undefined;
  committed(): void;
}

/**
 * Puts announcements into the transactions that make them true. PostgreSQL lets only one transaction that notifies commit at a time,
 * in the whole server (PreCommit_Notify in its async.c): so what names nothing, and may be told a few milliseconds late, is gathered.
 */
export class Announcer implements Disposable {
  readonly #announcements: Announcements;
  readonly #build: Kysely<Tables>;
  readonly #send: (statement: Statement) => Promise<unknown>;
  /** Begins what we say, so that we know it when we hear it. */
  readonly #voice = randomBytes(6).toString("hex");
  readonly #lastTold = new Map<Topic, number>();
  readonly #owed = new Set<Topic>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: {
    readonly build: Kysely<Tables>;
    readonly announcements: Announcements;
    /** Runs a statement that is not part of any group. */
    readonly send: (statement: Statement) => Promise<unknown>;
  }) {
    this.#build = parts.build;
    this.#announcements = parts.announcements;
    this.#send = parts.send;
  }

  tell(announcements: readonly Announcement[]): Telling {
    const isOwed = (one: Announcement) => one.about === undefined && this.#wasToldOfLate(one.topic);
    const [owed, now] = [announcements.filter(isOwed), announcements.filter((one) => !isOwed(one))];
    return {
      statement: now.length === 0 ? undefined : { query: this.#notification(now) },
      committed: () => {
        this.#noteToldOf(now);
        for (const { topic } of owed) this.#owe(topic);
        for (const announcement of announcements) this.#announcements.tell(announcement);
      },
    };
  }

  /** What another process announced, or ourselves: then it was told when it was committed. */
  hear(payload: string): void {
    const [, voice, topic, , about] = /^(\S+) (\S+)( (.*))?$/s.exec(payload) ?? [];
    if (topic === undefined || voice === this.#voice) return;
    // One that this version does not know has no listeners: a newer version may run beside it.
    this.#announcements.tell({ topic: topic as Topic, ...(about === undefined ? {} : { about }) });
  }

  /** Nobody knows what others announced lately. */
  missedSomething(): void {
    this.#announcements.tellOfEverything();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #wasToldOfLate(topic: Topic): boolean {
    return performance.now() - (this.#lastTold.get(topic) ?? -gatheredMs) < gatheredMs;
  }

  #noteToldOf(announcements: readonly Announcement[]): void {
    for (const { topic } of announcements) this.#lastTold.set(topic, performance.now());
  }

  #owe(topic: Topic): void {
    this.#owed.add(topic);
    this.#timer ??= setTimeout(() => void this.#pay(), gatheredMs).unref();
  }

  async #pay(): Promise<void> {
    this.#timer = undefined;
    const owed = [...this.#owed].map((topic) => ({ topic }));
    this.#owed.clear();
    this.#noteToldOf(owed);
    // Should it fail, the others find the work when they look by themselves.
    await this.#send({ query: this.#notification(owed) }).catch(() => {});
  }

  #notification(announcements: readonly Announcement[]): CompiledQuery<unknown> {
    const payloads = announcements.map(({ topic, about }) =>
      about === undefined ? `${this.#voice} ${topic}` : `${this.#voice} ${topic} ${about}`,
    );
    return sql`select pg_notify(${sql.lit(channel)}, payload) from unnest(${[...new Set(payloads)]}::text[]) as payload`.compile(
      this.#build,
    );
  }
}
