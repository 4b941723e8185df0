import { secondMs } from "#platform/clock.ts";

/** Something that came about, as one of a feed. */
export interface FeedItem<Change> {
  /** No other item of the feed has it. */
  readonly key: string;
  readonly at: number;
  readonly change: Change;
}

/** The latest items of some kind, the newest first. */
export type ReadLatest<Change> = (limit: number) => Promise<readonly FeedItem<Change>[]>;

/** `isFlood`: more came about than can be told one by one. */
export interface News<Change> {
  readonly changes: readonly Change[];
  readonly isFlood: boolean;
}

const mostAtOnce = 200;
/** How much later than it came about something may be on disk. */
const latestMs = 10 * secondMs;

/** What is new since one looked last. It keeps no more than the keys of one look. */
export class Feed<Change> {
  readonly #read: ReadLatest<Change>;
  #known = new Set<string>();
  #newestAt = Number.NEGATIVE_INFINITY;

  private constructor(read: ReadLatest<Change>) {
    this.#read = read;
  }

  /** What is there already is not new. */
  static async from<Change>(read: ReadLatest<Change>): Promise<Feed<Change>> {
    const feed = new Feed(read);
    await feed.news();
    return feed;
  }

  /** The oldest first. */
  async news(): Promise<News<Change>> {
    const latest = await this.#read(mostAtOnce);
    // When newer ones were removed, old ones come into sight again.
    const horizon = this.#newestAt - latestMs;
    const unknown = latest.filter(({ key, at }) => !this.#known.has(key) && at >= horizon);
    this.#known = new Set(latest.map(({ key }) => key));
    this.#newestAt = Math.max(this.#newestAt, ...latest.map(({ at }) => at));
    return unknown.length === mostAtOnce
      ? { changes: [], isFlood: true }
      : { changes: unknown.map(({ change }) => change).toReversed(), isFlood: false };
  }
}
