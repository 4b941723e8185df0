export interface IdentitiesTable {
  account: string;
  region: string;
  name: string;
  id: string;
  kind: "address" | "domain";
  created_at: number;
  configuration_set: string | null;
  feedback_forwarding: number;
  verification_status: VerificationStatusColumn;
  verification_status_since: number;
  dkim_signing_enabled: number;
  /** Of an address: 1 where it is not to be signed for, whatever its domain says. */
  dkim_opted_out: number | null;
  /** SES's origin: `AWS_SES`, `EXTERNAL`, or `AWS_SES_EU_WEST_1` for a replica of that region's identity. */
  dkim_origin: string;
  dkim_status: VerificationStatusColumn;
  dkim_status_since: number;
  next_key_bits: number | null;
  key_bits_changed_at: number | null;
  mail_from_domain: string | null;
  mail_from_on_mx_failure: string;
  mail_from_status: VerificationStatusColumn | null;
  mail_from_status_since: number | null;
  last_checked_at: number | null;
  last_success_at: number | null;
  check_error: string | null;
  soa: string | null;
}

type VerificationStatusColumn = "not-started" | "pending" | "success" | "failed" | "temporary-failure";

export interface IdentityPoliciesTable {
  account: string;
  region: string;
  identity: string;
  name: string;
  document: string;
}

/** A link that was mailed. What is stored cannot be turned back into the link. */
export interface VerificationLinksTable {
  token_hash: Uint8Array;
  account: string;
  region: string;
  identity: string;
  identity_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  /** Where the browser goes on to, instead of a page of ours. */
  success_url: string | null;
  failure_url: string | null;
}

/** That a mailbox was mailed a link. */
export interface MailedLinksTable {
  /** A hash of it. */
  mailbox: string;
  message_id: string;
  mailed_at: number;
}

/** An address that is to be mailed a link: work that any process may claim. */
export interface LinksToMailTable {
  account: string;
  region: string;
  identity_id: string;
  address: string;
  /** Under a lease: when that ends. */
  due_at: number;
  /** Goes up with every claim; what was claimed under an older number cannot be completed any more. */
  fence: number;
}
