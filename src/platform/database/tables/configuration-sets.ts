/** Each group of options is the JSON of its SES structure, or null while it was never set. */
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
}
