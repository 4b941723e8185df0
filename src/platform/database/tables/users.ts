export interface UsersTable {
  id: string;
  account: string;
  /** In lower case; unique in the installation. */
  name: string;
  /** In PHC form. */
  password_hash: string;
  totp_sealed: Uint8Array | null;
  /** 0 while its owner has not shown that the app has it. */
  totp_in_force: number;
  /** A code is taken once. */
  totp_last_step: number;
  /** Hashes of those that are left, as JSON. */
  recovery_codes: string;
  created_at: number;
  last_signed_in_at: number | null;
}

export interface SessionsTable {
  token_hash: Uint8Array;
  id: string;
  user_id: string;
  account: string;
  created_at: number;
  last_used_at: number;
  source_ip: string;
  user_agent: string;
}

/** Who tried to sign in and could not: a name or a network. */
export interface SignInAttemptsTable {
  subject: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}
