export const certificatesPath = "signet/v1/certificates";

/** As the service shows one. */
export interface ShownCertificate {
  readonly id: string;
  readonly arn: string;
  readonly addresses: readonly string[];
  readonly not_before: string;
  readonly not_after: string;
  readonly created_at: string;
}

/** As it lists them, with some of those who sign with each. */
export interface ListedCertificate extends ShownCertificate {
  readonly signs_for: readonly { readonly identity: string; readonly from_address: string }[];
}
