import { useQueryClient } from "@tanstack/react-query";
import { forgetAllRead, sessionQuery } from "#console/api/session.ts";
import { signOut } from "#console/api/sign-in.ts";
import { useChange } from "./use-change.ts";

/** Ends the session (or all of one's sessions), and forgets all that was read in it. */
export function useSignOut(end: () => Promise<void> = signOut) {
  const queries = useQueryClient();
  return useChange({
    change: end,
    affects: [],
    after: async () => {
      await queries.resetQueries({ queryKey: sessionQuery.queryKey });
      forgetAllRead(queries);
    },
  });
}
