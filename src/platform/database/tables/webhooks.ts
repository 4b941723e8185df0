export interface WebhooksTable {
  account: string;
  region: string;
  id: string;
  url: string;
  /** Null: of all messages. */
  configuration_set: string | null;
  types: string;
  secret_sealed: Uint8Array;
  created_at: number;
}
