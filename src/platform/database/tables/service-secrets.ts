/** Secrets of the service itself, such as the key that signs its own mail. */
export interface ServiceSecretsTable {
  name: string;
  sealed: Uint8Array;
  created_at: number;
}
