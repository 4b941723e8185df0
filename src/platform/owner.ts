/** Whose something is and where: everything a customer owns is keyed by account, region and name, in this order. */
export interface Owner {
  /** Twelve digits. */
  readonly account: string;
  /** `us-east-1`. */
  readonly region: string;
}

/** One text for what is keyed by its owner, such as `000000000000/us-east-1/example.com`. */
export function nameOf({ account, region }: Owner, name?: string): string {
  return name === undefined ? `${account}/${region}` : `${account}/${region}/${name}`;
}
