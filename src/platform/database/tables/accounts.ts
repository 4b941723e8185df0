/** An account without a row has the defaults. */
export interface AccountSettingsTable {
  account: string;
  region: string;
  sending_enabled: number;
  /** 0: in the sandbox. */
  production_access: number;
  /** Recipients a second; null: no limit. */
  max_send_rate: number | null;
  max_24_hour_send: number | null;
  suppression: string;
  details: string | null;
  vdm: string | null;
  auto_warmup: number;
  pricing_plan: "NONE" | "ESSENTIALS" | "PRO" | "ENTERPRISE" | null;
  shared_pool_delivery_mode: "GLOBAL" | "REGIONAL" | null;
}

/** Recipients counted for the quota, by five minutes and by process. */
export interface SendCountsTable {
  account: string;
  region: string;
  slot: number;
  counter: string;
  n: number;
}

/** When the next recipient may be sent to, had nobody saved up: the generic cell rate algorithm's time. */
export interface SendAllowancesTable {
  account: string;
  region: string;
  next_at: number;
}

/** The same for calls, in microseconds; `granted` is what was taken last. */
export interface CallAllowancesTable {
  account: string;
  region: string;
  next_at: number;
  granted: number;
}

export interface SuppressedDestinationsTable {
  account: string;
  region: string;
  /** The domain in lower case, the local part as it was given. */
  address: string;
  reason: "BOUNCE" | "COMPLAINT";
  updated_at: number;
  message_id: string | null;
  feedback_id: string | null;
}

/** The same for a tenant that has a list of its own. */
export interface TenantSuppressedDestinationsTable extends SuppressedDestinationsTable {
  tenant: string;
}
