export interface DedicatedIpPoolsTable {
  account: string;
  region: string;
  name: string;
  id: string;
  scaling_mode: "STANDARD" | "MANAGED";
  created_at: number;
}

/** What an account says of an address; one without a row is in no pool of its own. */
export interface DedicatedIpsTable {
  account: string;
  region: string;
  ip: string;
  pool: string;
  /** 0 to 100; null: nobody has said. */
  warmup_percent: number | null;
}
