/** Each group of options is JSON, as features/configuration-sets reads it, or null while it is not set. */
export interface ConfigurationSetsTable {
  account: string;
  region: string;
  name: string;
  id: string;
  created_at: number;
  tracking_options: string | null;
  delivery_options: string | null;
  reputation_options: string | null;
  sending_options: string | null;
  suppression_options: string | null;
  vdm_options: string | null;
  archiving_options: string | null;
  message_security_options: string | null;
  shared_pool_delivery_mode: string | null;
}
