import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "#console/api/session.ts";
import { signOut } from "#console/api/sign-in.ts";
import { useChange } from "./use-change.ts";

/** What one person has read is not for the next. */
export function forgetAllBut(queries: QueryClient, [kept]: QueryKey): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== kept });
}

/** Ends the session, and forgets all that was read in it. */
export function useSignOut() {
  const queries = useQueryClient();
  return useChange({
    change: signOut,
    affects: [],
    after: async () => {
      await queries.resetQueries({ queryKey: sessionQuery.queryKey });
      forgetAllBut(queries, sessionQuery.queryKey);
    },
  });
}
