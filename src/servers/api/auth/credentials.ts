/** Where the keys are; `features/access-keys` is one. */
export interface Credentials {
  findAccessKey(id: string): Promise<AccessKey | undefined>;
  /** Revoked keys are not found. */
  findApiKey(token: string): Promise<{ readonly id: string; readonly account: string } | undefined>;
}

export interface AccessKey {
  readonly account: string;
  readonly secret: string;
  readonly revoked: boolean;
}
