/** Who else vouches for people. */
export interface Provider {
  readonly name: string;
  /** The page at which people begin, and which they come back to. */
  readonly url: string;
}

/** Who is asking, and what this Signet is like. */
export interface Session {
  readonly auth: "open" | "required";
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly password: boolean;
    readonly totp: boolean;
  } | null;
  readonly provider: Provider | null;
  /** Null while nobody is signed in and somebody has to be. */
  readonly account: string | null;
  readonly region: string;
  readonly regions: readonly string[] | null;
  readonly zone: string | null;
  readonly delivery: "capture" | "smtp" | "mx" | null;
  readonly local_zone: boolean | null;
  readonly version: string | null;
  readonly csrf_token?: string;
}

/** Undefined while nobody is signed in and somebody has to be. */
export function personOf({ account, user }: Session): string | undefined {
  return account === null ? undefined : `${account} ${user?.id ?? ""}`;
}
