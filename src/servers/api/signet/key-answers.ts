import type { AccessKeys, KeyKind, KeyScope, ListedKey } from "#features/access-keys/index.ts";

type MadeKey = Awaited<ReturnType<AccessKeys["createAccessKey"] | AccessKeys["createApiKey"]>>;

export function listedKey(
  kind: KeyKind,
  { id, description, createdAt, revokedAt, lastUsedAt, scope }: ListedKey,
) {
  return {
    id,
    kind,
    description,
    ...shownScope(scope),
    created_at: new Date(createdAt).toISOString(),
    last_used_at: timeOrNull(lastUsedAt),
    revoked_at: timeOrNull(revokedAt),
  };
}

/** With what proves that one has it, this once. */
export function madeKey(kind: KeyKind, description: string, key: MadeKey) {
  const secret = "token" in key ? key.token : key.secret;
  return { id: key.id, kind, description, ...shownScope(key.scope), secret };
}

function timeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function shownScope({ may, from }: KeyScope) {
  return { may, from: from ?? null };
}
