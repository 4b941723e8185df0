import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";
import { rememberCsrfToken } from "./session-token.ts";

/** Who is asking, and what this Signet is like. */
export interface Session {
  readonly auth: "open" | "required";
  readonly user: { readonly id: string; readonly name: string; readonly totp: boolean } | null;
  /** Null while nobody is signed in and somebody has to be. */
  readonly account: string | null;
  readonly region: string;
  readonly regions: readonly string[] | null;
  readonly zone: string | null;
  readonly delivery: "capture" | "smtp" | "mx" | null;
  readonly local_zone: boolean | null;
  readonly version: string | null;
  readonly csrf_token?: string;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await call<Session>("GET", "/signet/v1/session", { signal });
    rememberCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: 60_000,
});

/** The session once the shell has it, which is before any page is shown. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) throw new Error("No page is shown before the session is known.");
  return data;
}

/** Whether there is a service to ask at all. */
export async function isAnswering(): Promise<boolean> {
  return await call("GET", "/signet/v1/session").then(
    () => true,
    () => false,
  );
}
