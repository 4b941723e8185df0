/** What messages are sent through from two regions; `region` is the first of them. */
export interface MultiRegionEndpointsTable {
  account: string;
  region: string;
  name: string;
  /** In no region does the account have it twice. */
  id: string;
  secondary_region: string;
  created_at: number;
}
