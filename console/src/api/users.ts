import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Resource } from "./plain.ts";

export interface User extends Resource {
  readonly name: string;
  readonly last_signed_in_at: string | null;
  /** Without one, somebody else has to vouch for them. */
  readonly password: boolean;
  /** Whether a code of an authenticator app is asked for. */
  readonly totp: boolean;
}

export const usersKey = ["users"] as const;
const path = "/signet/v1/users";

export const usersQuery = queryOptions({
  queryKey: usersKey,
  queryFn: async ({ signal }) => {
    const { users } = await call<{ readonly users: readonly User[] }>("GET", path, { signal });
    return users;
  },
});

export async function createUser(user: {
  readonly name: string;
  readonly password: string | null;
}): Promise<void> {
  await call("POST", path, { body: user });
}

export async function deleteUser(id: string): Promise<void> {
  await call("DELETE", pathOf(id));
}

/** One's own needs the current one. */
export async function setPassword(
  id: string,
  passwords: { readonly password: string; readonly current_password?: string },
): Promise<void> {
  await call("PUT", `${pathOf(id)}/password`, { body: passwords });
}

export interface AuthenticatorSecret {
  readonly secret: string;
  readonly uri: string;
}

/** A secret for an authenticator app, in force once a code of it was given. */
export async function beginAuthenticator(id: string, password: string): Promise<AuthenticatorSecret> {
  return await call<AuthenticatorSecret>("POST", `${pathOf(id)}/totp`, { body: { password } });
}

/** Answers the recovery codes, shown this once. */
export async function confirmAuthenticator(id: string, code: string): Promise<readonly string[]> {
  const { recovery_codes } = await call<{ readonly recovery_codes: readonly string[] }>(
    "PUT",
    `${pathOf(id)}/totp`,
    { body: { code } },
  );
  return recovery_codes;
}

/** One's own needs the password. */
export async function removeAuthenticator(id: string, password?: string): Promise<void> {
  await call("DELETE", `${pathOf(id)}/totp`, { body: password === undefined ? {} : { password } });
}

function pathOf(id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
