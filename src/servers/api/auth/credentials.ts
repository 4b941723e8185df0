import type { AccessKey, ApiKey } from "#features/access-keys/index.ts";

/** Where the keys are; `features/access-keys` is one. */
export interface Credentials {
  findAccessKey(id: string): Promise<Omit<AccessKey, "id"> | undefined>;
  /** Revoked keys are not found. */
  findApiKey(token: string): Promise<ApiKey | undefined>;
  /** Of a key of either kind, once it is proven. */
  noteUse(id: string): void;
  /** By the cookie's token; one that is over is not found. */
  findSession(token: string): Promise<SignedIn | undefined>;
}

/** A person who signed in. */
export interface SignedIn {
  readonly id: string;
  readonly account: string;
  readonly csrfToken: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly hasPassword: boolean;
    readonly hasTotp: boolean;
  };
}
