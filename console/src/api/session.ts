import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { createContext, use } from "react";
import { personOf, type Session } from "./answered-session.ts";
import { call } from "./call.ts";
import { tellOtherTabs } from "./other-tabs.ts";
import { rememberSignedIn } from "./session-token.ts";

export type { Session } from "./answered-session.ts";

const sessionKey = ["session"] as const;

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal, client }) => {
    const session = await call<Session>("GET", "/signet/v1/session", { signal });
    takeOver(client, session);
    return session;
  },
  staleTime: 60_000,
});

/** After somebody signed in: what they had read before is read again, and what another had is forgotten. */
export function beginSession(queries: QueryClient, session: Session): void {
  takeOver(queries, session);
  queries.setQueryData(sessionKey, session);
  tellOtherTabs();
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
}

/** After somebody signed out. */
export async function leaveSession(queries: QueryClient): Promise<void> {
  tellOtherTabs();
  await queries.resetQueries({ queryKey: sessionKey });
  forgetAllRead(queries);
}

/** What one person has read is not for the next. */
function takeOver(queries: QueryClient, session: Session): void {
  rememberSignedIn(session);
  const before = readers.get(queries);
  const now = personOf(session);
  if (now === undefined) return;
  if (before !== undefined && before !== now) forgetAllRead(queries);
  readers.set(queries, now);
}

const readers = new WeakMap<QueryClient, string>();

function forgetAllRead(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
}

/** The session that the pages are shown in. It may have ended, while they wait for who began it to sign in again. */
export const SessionOfPages = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionOfPages);
  if (session === undefined) throw new Error("No page is shown before the session is known.");
  return session;
}

/** Whether there is a service to ask at all. */
export async function isAnswering(): Promise<boolean> {
  return await call("GET", "/signet/v1/session").then(
    () => true,
    () => false,
  );
}
