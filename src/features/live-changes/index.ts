import type { CheckSighting, Checks } from "#features/checks/index.ts";
import type { Events, LatestEvent } from "#features/events/index.ts";
import type { Inbox, InboxMessage } from "#features/inbox/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { Feed, type FeedItem } from "./feed.ts";

export const liveTopics = ["identities", "inbox", "messages"] as const;
export type LiveTopic = (typeof liveTopics)[number];

export type LiveChange =
  | { readonly topic: "identities"; readonly seen: CheckSighting }
  | { readonly topic: "inbox"; readonly message: InboxMessage }
  | { readonly topic: "messages"; readonly event: LatestEvent }
  /** So much that it is not told one by one. */
  | { readonly topic: "flood"; readonly of: LiveTopic };

interface Sources {
  readonly checks: Pick<Checks, "latest">;
  readonly events: Pick<Events, "latest">;
  readonly inbox: Pick<Inbox, "list">;
}

const mostPerAccount = 32;
/** How soon is seen what an announcement did not tell of. */
const safetyPollMs = secondMs;
/** However much is going on, one looks no more often. */
const pauseMs = secondMs / 4;

/** What came about lately, told to whoever is watching as it comes. */
export class LiveChanges {
  readonly #sources: Sources;
  readonly #announcements: Announcements;
  readonly #clock: Clock;
  readonly #watchers = new Map<string, number>();

  constructor(parts: Sources & { announcements: Announcements; clock: Clock }) {
    this.#sources = parts;
    this.#announcements = parts.announcements;
    this.#clock = parts.clock;
  }

  /**
   * What comes about from now on, until the signal: the first batch is empty and says that the watch has begun; others may be, too.
   * Throws `too-many-requests` when the account has too many watchers.
   */
  async *watch(
    owner: Owner,
    topics: readonly LiveTopic[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly LiveChange[]> {
    using _place = this.#takePlace(owner.account);
    using wake = new Wake(this.#announcements, topics);
    const feeds = await Promise.all(
      topics.map(async (topic) => ({ topic, feed: await this.#feed(owner, topic) })),
    );
    yield [];
    while (!signal.aborted) {
      await wake.wait(this.#clock, safetyPollMs, signal);
      if (signal.aborted) return;
      const looks = await Promise.all(
        feeds.map(async ({ topic, feed }) => {
          const { changes, isFlood } = await feed.news();
          return isFlood ? [{ topic: "flood", of: topic } as const] : changes;
        }),
      );
      yield looks.flat();
    }
  }

  async #feed({ account, region }: Owner, topic: LiveTopic): Promise<Feed<LiveChange>> {
    const { checks, events, inbox } = this.#sources;
    return await Feed.from<LiveChange>(async (limit): Promise<FeedItem<LiveChange>[]> => {
      switch (topic) {
        case "identities":
          return (await checks.latest({ account, region }, limit)).map((seen) => ({
            key: `${seen.id} ${seen.checkedAt}`,
            at: seen.checkedAt,
            change: { topic, seen },
          }));
        case "inbox":
          return (await inbox.list(account, {}, { limit })).map((message) => ({
            key: message.id,
            at: message.receivedAt,
            change: { topic, message },
          }));
        case "messages":
          return (await events.latest({ account, region }, limit)).map((event) => ({
            key: event.id,
            at: event.at,
            change: { topic, event },
          }));
      }
    });
  }

  #takePlace(account: string): Disposable {
    const taken = this.#watchers.get(account) ?? 0;
    if (taken >= mostPerAccount) {
      throw new CallerError("too-many-requests", `No more than ${mostPerAccount} streams at a time.`);
    }
    this.#watchers.set(account, taken + 1);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#watchers.get(account) ?? 1) - 1;
        if (left === 0) this.#watchers.delete(account);
        else this.#watchers.set(account, left);
      },
    };
  }
}

const announcedAs = { identities: "evidence", inbox: "inbox", messages: "events" } as const;

/** Remembers that something was announced while nobody was waiting. */
class Wake implements Disposable {
  readonly #hearing = new DisposableStack();
  #isDue = false;
  #awaken: (() => void) | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(announcements: Announcements, topics: readonly LiveTopic[]) {
    for (const topic of topics) {
      this.#hearing.use(
        announcements.hear(announcedAs[topic], () => {
          this.#isDue = true;
          this.#awaken?.();
        }),
      );
    }
  }

  async wait(clock: Clock, mostMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isDue) await this.#announcement(clock, mostMs, signal);
    const pause = this.#lastAt + pauseMs - clock.now();
    if (pause > 0) await clock.sleep(pause, signal).catch(() => {});
    this.#isDue = false;
    this.#lastAt = clock.now();
  }

  async #announcement(clock: Clock, mostMs: number, signal: AbortSignal): Promise<void> {
    const awake = new AbortController();
    this.#awaken = () => awake.abort();
    await clock.sleep(mostMs, AbortSignal.any([awake.signal, signal])).catch(() => {});
    this.#awaken = undefined;
  }

  [Symbol.dispose](): void {
    this.#hearing.dispose();
  }
}
