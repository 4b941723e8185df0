import type { SuppressionReason } from "#features/suppression/index.ts";
import type { Owner } from "#platform/owner.ts";

export type FeatureStatus = "ENABLED" | "DISABLED";

export interface TrackingOptions {
  readonly customRedirectDomain: string;
  readonly httpsPolicy: "REQUIRE" | "REQUIRE_OPEN_ONLY" | "OPTIONAL" | undefined;
}

export interface DeliveryOptions {
  readonly tlsPolicy: "REQUIRE" | "OPTIONAL" | undefined;
  readonly sendingPool: string | undefined;
  readonly maxDeliverySeconds: number | undefined;
}

/** The reasons replace the account's: with an empty list, nothing is suppressed. */
export interface SuppressionOptions {
  /** In place of the tenant's, or the account's; undefined: those hold. */
  readonly reasons: readonly SuppressionReason[] | undefined;
  readonly scope: "ACCOUNT" | "TENANT" | undefined;
  readonly validation: SuppressionValidation | undefined;
}

export interface SuppressionValidation {
  readonly status: FeatureStatus;
  readonly confidence: "MEDIUM" | "HIGH" | "MANAGED" | undefined;
}

export interface VdmOptions {
  readonly engagementMetrics: FeatureStatus | undefined;
  readonly optimizedSharedDelivery: FeatureStatus | undefined;
}

/** `default`: DKIM alone; `smime`: with S/MIME too, whatever is sent from an address that has a certificate. */
export interface SigningScheme {
  readonly scheme: "default" | "smime";
}

/** Each group is undefined while it was never set, or after it was cleared: then the account's settings hold. */
export interface ConfigurationSetOptions {
  readonly tracking: TrackingOptions | undefined;
  readonly delivery: DeliveryOptions | undefined;
  /** Whether its mail may leave from shared addresses in other regions, of which there are none here. */
  readonly sharedPoolDeliveryMode: "GLOBAL" | "REGIONAL" | "ACCOUNT" | undefined;
  readonly reputationMetrics: boolean;
  readonly sendingEnabled: boolean;
  readonly suppression: SuppressionOptions | undefined;
  readonly vdm: VdmOptions | undefined;
  readonly archiveArn: string | undefined;
  readonly signingScheme: SigningScheme | undefined;
}

/** Groups of which some calls change a part, and leave the others as they are. */
export type OptionsInParts = Partial<Pick<ConfigurationSetOptions, "tracking" | "delivery">>;

export interface ConfigurationSet extends ConfigurationSetOptions {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface ConfigurationSetFilter {
  readonly nameContains: string | undefined;
  /** The pool of dedicated IPs that its mail leaves from. */
  readonly pool?: string | undefined;
}
