import { useQueryClient } from "@tanstack/react-query";
import { leaveSession } from "#console/api/session.ts";
import { signOut } from "#console/api/sign-in.ts";
import { useChange } from "./use-change.ts";
import { mayLeave } from "./use-leave-guard.ts";

/** Ends the session (or all of one's sessions), and forgets all that was read in it. */
export function useSignOut(end: () => Promise<void> = signOut) {
  const queries = useQueryClient();
  const ending = useChange({
    change: end,
    affects: [],
    after: async () => await leaveSession(queries),
  });
  const leave = () => {
    if (mayLeave()) ending.mutate();
  };
  return { isPending: ending.isPending, signOut: leave };
}
