/** What tells whether a signature is that of a text. */
export interface VerifyingKey {
  verifies(text: string, signature: Uint8Array): boolean;
}
