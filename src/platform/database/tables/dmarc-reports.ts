export interface DmarcReportsTable {
  id: string;
  /** The domain that it is about, from the root on: `example.shop.` for shop.example. */
  from_root: string;
  /** The first moment of the day (UTC) that it begins in. */
  day: number;
  /** The domain of whoever sent it; empty where that cannot be read. */
  reporter: string;
  /** 1: by a signature. */
  is_proven: number;
  organization: string;
  contact: string;
  /** The reporter's own. */
  report_id: string;
  begins_at: number;
  ends_at: number;
  received_at: number;
  /** JSON: `PublishedPolicy`. */
  policy: string;
  messages: number;
  /** Of these: in whose name a signature or the envelope's sender spoke. */
  passed: number;
}

export interface DmarcReportRowsTable {
  report: string;
  place: number;
  /** null: others, summed up. */
  source: string | null;
  messages: number;
  disposition: "none" | "quarantine" | "reject";
  dkim: number;
  spf: number;
  /** 1: under a key of ours. */
  is_ours: number;
  header_from: string;
  envelope_from: string;
  /** The domain of a signature that held. */
  signed_by: string;
  override: string;
}
