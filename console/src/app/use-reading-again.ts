import { type Query, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { ApiFailure } from "#console/api/failure.ts";

const againEveryMs = 5_000;

/**
 * What the page could not read is read again until it comes: most of it has no other occasion. Answers why something that
 * is shown was not read again; undefined: it is as it was last said to be.
 */
export function useReadingAgain(): ApiFailure | undefined {
  const queries = useQueryClient();
  useEffect(() => {
    const again = () =>
      void queries.refetchQueries({ type: "active", predicate: mayCome }, { cancelRefetch: false });
    const trying = setInterval(again, againEveryMs);
    return () => clearInterval(trying);
  }, [queries]);
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => firstOld(queries),
  );
}

function firstOld(queries: QueryClient): ApiFailure | undefined {
  // What is being deleted here is gone a moment before its page is.
  const mayBeGone = queries.isMutating() === 0;
  const isOld = (query: Query) => mayCome(query) || (mayBeGone && isGone(query));
  const shown = queries.getQueryCache().findAll({ type: "active" });
  const { state } = shown.find((query) => query.state.data !== undefined && isOld(query)) ?? {};
  return state?.error instanceof ApiFailure ? state.error : undefined;
}

/** Not where more of a list did not come: that is told below it. */
function mayCome({ state }: Query): boolean {
  const { error } = state;
  if (!(error instanceof ApiFailure) || state.fetchMeta?.fetchMore !== undefined) return false;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

function isGone({ state }: Query): boolean {
  return state.error instanceof ApiFailure && state.error.status === 404;
}
