export interface DedicatedIpPoolsTable {
  account: string;
  region: string;
  name: string;
  id: string;
  scaling_mode: "STANDARD" | "MANAGED";
  created_at: number;
}

/** Which pool an address was put into; one without a row is in none. */
export interface DedicatedIpsTable {
  account: string;
  region: string;
  ip: string;
  pool: string;
}
