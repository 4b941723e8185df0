/** One selector of a domain and, once it has been made, the key behind it. */
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
  stage: "empty" | "pending" | "active" | "retiring" | "retired";
  stage_since: number;
  key_bits: number | null;
  /** Base64 of the DER SubjectPublicKeyInfo. */
  public_key: string | null;
  private_key_sealed: Uint8Array | null;
  made_at: number | null;
}
