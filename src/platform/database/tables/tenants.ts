export interface TenantsTable {
  account: string;
  region: string;
  name: string;
  id: string;
  created_at: number;
  status: "ENABLED" | "DISABLED" | "REINSTATED";
  /** When its owner last set that; null: never. */
  status_at: number | null;
  policy: string | null;
  /** JSON; null: the account's hold. */
  suppressed_reasons: string | null;
  /** Whose list holds; null: nobody said. */
  suppression_scope: "ACCOUNT" | "TENANT" | null;
}

/** What a tenant may send with: an identity, a configuration set or a template, as ARNs name them (`template/news`). */
export interface TenantResourcesTable {
  account: string;
  region: string;
  tenant: string;
  resource: string;
  created_at: number;
}
