import type { Announcements, Topic } from "./announcements.ts";

/** Wakes a worker as soon as there is work, so that its polling is only the safety net. */
export class Nudge {
  readonly #listeners = new Set<() => void>();

  /** One that is given whenever any process that shares the database has announced work of this kind. */
  static onAnnouncement(announcements: Announcements, topic: Topic): Nudge {
    const nudge = new Nudge();
    announcements.hear(topic, () => nudge.give());
    return nudge;
  }

  /** Call after the commit that made the work. */
  give(): void {
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
