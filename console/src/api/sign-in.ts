import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import { ApiFailure } from "./failure.ts";
import type { Resource } from "./plain.ts";
import type { Session } from "./session.ts";

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Of the authenticator app, or one of the recovery codes. */
  readonly code?: string;
}

export async function signIn(credentials: Credentials): Promise<Session> {
  return await call("POST", "/signet/v1/session", { body: credentials });
}

/** The password was right, and the user has an authenticator. */
export function isCodeDue(error: Error | null): boolean {
  return (
    error instanceof ApiFailure && error.status === 401 && error.details.some(({ path }) => path === "code")
  );
}

export async function signOut(): Promise<void> {
  await call("DELETE", "/signet/v1/session");
}

export interface SignedInAt extends Resource {
  readonly last_used_at: string;
  readonly source_ip: string | null;
  readonly user_agent: string | null;
  readonly current: boolean;
}

export const sessionsKey = ["sessions"] as const;

export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: async ({ signal }) => {
    const { sessions } = await call<{ readonly sessions: readonly SignedInAt[] }>(
      "GET",
      "/signet/v1/sessions",
      {
        signal,
      },
    );
    return sessions;
  },
});

export async function endSession(id: string): Promise<void> {
  await call("DELETE", `/signet/v1/sessions/${encodeURIComponent(id)}`);
}

export async function endAllSessions(): Promise<void> {
  await call("DELETE", "/signet/v1/sessions");
}
