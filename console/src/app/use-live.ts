import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { addressOf } from "#console/api/call.ts";
import { identitiesKey } from "#console/api/identities.ts";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { overviewKey } from "#console/api/overview.ts";
import { queueKey } from "#console/api/queue.ts";

const affected: Readonly<Record<string, readonly QueryKey[]>> = {
  identity: [identitiesKey],
  inbox: [[...inboxKey, "list"]],
  message: [messagesKey, overviewKey, queueKey],
  flood: [identitiesKey, [...inboxKey, "list"], messagesKey, queueKey],
  // The stream was broken off, and what came about meanwhile is not told.
  ready: [identitiesKey, [...inboxKey, "list"], messagesKey],
};

/** Much may come about at once; it is read again this often at most. */
const atMostEveryMs = 400;

/** Reads again whatever the service says has changed, as it says so. The pages' own intervals are only the safety net. */
export function useLive(region: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (region === undefined) return undefined;
    const stream = new EventSource(addressOf("/signet/v1/stream"));
    const waiting = new Set<QueryKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      for (const queryKey of waiting) void queries.invalidateQueries({ queryKey });
      waiting.clear();
    };
    for (const [name, keys] of Object.entries(affected)) {
      stream.addEventListener(name, () => {
        for (const key of keys) waiting.add(key);
        timer ??= setTimeout(refresh, atMostEveryMs);
      });
    }
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [queries, region]);
}
