/** The selectors that an Easy DKIM domain was given, with or without a key behind them. */
export interface DkimTokensTable {
  account: string;
  region: string;
  domain: string;
  /** Parted by spaces, in the order of their positions. */
  tokens: string;
  issued_at: number;
}

/** A key that was made, or given. */
export interface DkimKeysTable {
  account: string;
  region: string;
  domain: string;
  selector: string;
  id: string;
  /** `easy` (a token of ours, published in our zone) or `byo` (the customer's key in the customer's zone). */
  origin: "easy" | "byo";
  /** 0, 1, 2 for the three tokens of Easy DKIM; 0 for BYODKIM. */
  position: number;
  stage: "pending" | "active" | "retiring" | "retired";
  stage_since: number;
  key_bits: number | null;
  /** Base64 of the DER SubjectPublicKeyInfo. */
  public_key: string | null;
  private_key_sealed: Uint8Array | null;
  made_at: number | null;
}
