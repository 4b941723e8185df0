export interface AccessKeysTable {
  id: string;
  account: string;
  secret_sealed: Uint8Array;
  description: string;
  created_at: number;
  revoked_at: number | null;
  /** JSON, as features/access-keys reads it; null: everything. */
  scope: string | null;
  last_used_at: number | null;
}

export interface ApiKeysTable {
  id: string;
  account: string;
  token_hash: Uint8Array;
  description: string;
  created_at: number;
  revoked_at: number | null;
  /** JSON, as features/access-keys reads it; null: everything. */
  scope: string | null;
  last_used_at: number | null;
}
