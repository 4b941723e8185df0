/** Records of the zones hosted on loopback. */
export interface LocalDnsRecordsTable {
  name: string;
  type: string;
  /** JSON list of values in presentation form. */
  record_values: string;
  ttl_seconds: number;
  behaviour: string;
  delay_ms: number;
  set_at: number;
}
