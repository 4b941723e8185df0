import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Resource } from "./plain.ts";

export type KeyKind = "access-key" | "api-key";

/** What a key may do: all that its account may, or send, perhaps only from these identities. */
export interface KeyScope {
  readonly may: "everything" | "send";
  readonly from: readonly string[] | null;
}

export interface Key extends Resource, KeyScope {
  readonly kind: KeyKind;
  readonly description: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

export interface NewKey extends KeyScope {
  readonly kind: KeyKind;
  readonly description: string;
}

export interface CreatedKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly secret: string;
}

export const keysKey = ["keys"] as const;
const path = "/signet/v1/keys";

export const keysQuery = queryOptions({
  queryKey: keysKey,
  queryFn: async ({ signal }) => {
    const { keys } = await call<{ readonly keys: readonly Key[] }>("GET", path, { signal });
    return keys;
  },
});

export async function createKey({ kind, description, may, from }: NewKey): Promise<CreatedKey> {
  const body = { kind, description, may, ...(may === "send" && from !== null && { from }) };
  return await call<CreatedKey>("POST", path, { body });
}

export async function revokeKey(id: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(id)}`);
}
