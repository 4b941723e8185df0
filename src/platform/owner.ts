/** Whose something is and where: everything a customer owns is keyed by account, region and name, in this order. */
export interface Owner {
  /** Twelve digits. */
  readonly account: string;
  /** `us-east-1`. */
  readonly region: string;
}
