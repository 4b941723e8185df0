import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { addressOf } from "#console/api/call.ts";
import { identitiesKey } from "#console/api/identities.ts";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { overviewKey } from "#console/api/overview.ts";
import { sessionQuery } from "#console/api/session.ts";
import { isAboutToStandStill } from "#console/api/standing-still.ts";

const affected: Readonly<Record<string, readonly QueryKey[]>> = {
  identity: [identitiesKey],
  inbox: [[...inboxKey, "list"]],
  message: [messagesKey, overviewKey],
  flood: [identitiesKey, [...inboxKey, "list"], messagesKey],
  // The stream was broken off, and what came about meanwhile is not told.
  ready: [identitiesKey, [...inboxKey, "list"], messagesKey],
};

/** Much may come about at once; it is read again this often at most. */
const atMostEveryMs = 400;

/** The browser tries again by itself, but not where it was refused. */
const againAfterMs = 5_000;

/**
 * Reads again whatever the service says has changed, as it says so. The pages' own intervals are only the safety net.
 * Answers whether the service has fallen silent.
 */
export function useLive(region: string): { readonly isSilent: boolean } {
  const queries = useQueryClient();
  const [isSilent, setIsSilent] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stream = new EventSource(addressOf("/signet/v1/stream"));
    const refresher = new Refresher(queries);
    let again: ReturnType<typeof setTimeout> | undefined;
    stream.addEventListener("open", () => setIsSilent(false));
    stream.addEventListener("error", () => {
      setIsSilent(true);
      if (stream.readyState !== EventSource.CLOSED) return;
      // It is not said why it was refused: the session may have ended.
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      again = setTimeout(() => setTries(tries + 1), againAfterMs);
    });
    for (const [name, keys] of Object.entries(affected)) {
      stream.addEventListener(name, () => refresher.add(keys));
    }
    return () => {
      clearTimeout(again);
      refresher.stop();
      stream.close();
    };
  }, [queries, region, tries]);
  return { isSilent };
}

/** Collects what has changed, and reads it again together. */
class Refresher {
  readonly #queries: QueryClient;
  readonly #waiting = new Set<QueryKey>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;
  #isStopped = false;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) this.#waiting.add(key);
    if (!this.#isReading) this.#refreshIn(atMostEveryMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #refreshIn(ms: number): void {
    this.#timer ??= setTimeout(() => void this.#refresh(), ms);
  }

  /** What is being read is read to its end: were it begun anew each time, a slow list would never come. */
  async #refresh(): Promise<void> {
    const begunAt = performance.now();
    const keys = [...this.#waiting];
    this.#waiting.clear();
    this.#isReading = true;
    await Promise.all(
      keys.map(
        async (queryKey) =>
          await this.#queries.invalidateQueries({
            queryKey,
            predicate: ({ state }) => !isAboutToStandStill(state),
          }),
      ),
    );
    this.#isReading = false;
    this.#timer = undefined;
    // A service that has much to do is not asked all the time.
    const tookMs = performance.now() - begunAt;
    if (this.#waiting.size > 0 && !this.#isStopped) this.#refreshIn(Math.max(atMostEveryMs, tookMs));
  }
}
