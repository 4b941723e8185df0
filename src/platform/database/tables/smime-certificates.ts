export interface SmimeCertificatesTable {
  account: string;
  region: string;
  id: string;
  /** PEM, the signer's own first. */
  chain: string;
  /** A JSON list: whose it is. */
  addresses: string;
  private_key_sealed: Uint8Array;
  not_before: number;
  not_after: number;
  created_at: number;
  /** When the owner is next to be told that it expires. */
  notice_due_at: number | null;
}

/** Which certificate signs what an identity sends from an address. */
export interface IdentityCertificatesTable {
  account: string;
  region: string;
  identity: string;
  from_address: string;
  certificate: string;
}
