import { throwLater } from "./throw-later.ts";

/** What one process tells the others of. */
export type Topic =
  // There is work: whoever does it looks.
  | "blocklists"
  | "checks"
  | "deliveries"
  | "deliverability-tests"
  | "publications"
  | "export-jobs"
  | "import-jobs"
  | "links-to-mail"
  | "tls-certificate"
  | "tls-reports"
  // Something came that somebody may be waiting for.
  | "inbox"
  | "events"
  | "evidence"
  // Another process has much to do where all share what there may be at once, mail servers for instance, or no more.
  | "mail-sites"
  // Mail servers that could not be reached are to be tried all the same.
  | "mail-sites-retried"
  // Something changed: what is remembered of it is out of date.
  | "access-keys"
  | "accounts"
  | "api-keys"
  | "configuration-sets"
  | "dedicated-ips"
  | "dkim-keys"
  | "event-audiences"
  | "identities"
  | "queue-pauses"
  | "smime-certificates"
  | "templates";

/** A step of a group: once the group is on disk, every process that shares the database hears of it, this one at once. */
export interface Announcement {
  readonly topic: Topic;
  /** What changed. Where nothing is named, it says no more than that there is something, and a few may be told as one. */
  readonly about?: string;
}

/** `about` is undefined where nothing was named, or where nobody knows what was missed: anything may have changed. */
type Listener = (about: string | undefined) => void;

/**
 * What the processes that share a database tell one another. The database carries it: an announcement is part of the group
 * that makes it true, so it is neither early nor lost.
 */
export class Announcements {
  readonly #listeners = new Map<Topic, Set<Listener>>();

  hear(topic: Topic, listener: Listener): Disposable {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return { [Symbol.dispose]: () => listeners.delete(listener) };
  }

  /** For the database, after the commit. Never throws: what is on disk would be taken for undone, and done again. */
  tell({ topic, about }: Announcement): void {
    for (const listener of this.#listeners.get(topic) ?? []) {
      try {
        listener(about);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** For the database, when it may have missed something. */
  tellOfEverything(): void {
    for (const topic of this.#listeners.keys()) this.tell({ topic });
  }
}
