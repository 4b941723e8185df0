/** A person who may sign in to the console, with all the rights of an account. */
export interface User {
  readonly id: string;
  readonly account: string;
  /** In lower case. */
  readonly name: string;
  readonly createdAt: number;
  readonly lastSignedInAt: number | undefined;
  /** Whether they can sign in by themselves; without, an OpenID provider has to vouch for them. */
  readonly hasPassword: boolean;
  /** Whether signing in with the password asks for a code of an authenticator app. */
  readonly hasTotp: boolean;
}

/** Whether a user may have it. */
export function isUserName(text: string): boolean {
  return /^[a-z0-9._@+-]{1,64}$/.test(text);
}

/** A user with what proves who it is. */
export interface StoredUser extends User {
  readonly passwordHash: string | undefined;
  readonly totpSealed: Uint8Array | undefined;
  readonly totpLastStep: number;
  /** Hashes of the recovery codes that are left. */
  readonly recoveryCodes: readonly string[];
}
