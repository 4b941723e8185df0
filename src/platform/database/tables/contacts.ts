/** SES has one list for an account in a region; so has the key. */
export interface ContactListsTable {
  account: string;
  region: string;
  name: string;
  id: string;
  description: string | null;
  topics: string;
  created_at: number;
  updated_at: number;
}

export interface ContactsTable {
  account: string;
  region: string;
  list: string;
  address: string;
  /** By topic: `{"news": "OPT_IN"}`. */
  preferences: string;
  unsubscribed_from_all: number;
  attributes: string | null;
  created_at: number;
  updated_at: number;
}
