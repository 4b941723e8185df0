export interface DeliverabilityTestsTable {
  account: string;
  region: string;
  id: string;
  created_at: number;
  name: string | null;
  subject: string;
  from_address: string;
}

/** One message of a test, and where it is. */
export interface DeliverabilityTestSeedsTable {
  account: string;
  region: string;
  test: string;
  address: string;
  provider: string;
  message_id: string;
  created_at: number;
  /** When it is looked for next; null: it is known where it is, or given up. */
  due_at: number | null;
  fence: number;
  /** How often it has been looked for. */
  looks: number;
  /** null: not known yet, or never to be. */
  placement: "inbox" | "spam" | "missing" | null;
  /** 1: the receiver says that it held; null: the message has not been seen. */
  spf: number | null;
  dkim: number | null;
}
