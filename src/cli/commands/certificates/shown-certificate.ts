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
