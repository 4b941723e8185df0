import type { SuppressionReason } from "#features/suppression/index.ts";

type FeatureStatus = "ENABLED" | "DISABLED";

/** What holds for all that an account sends in a region. */
export interface AccountSettings {
  /** The owner's own switch. */
  readonly sendingEnabled: boolean;
  /** Out of the sandbox: recipients need not be verified. */
  readonly productionAccess: boolean;
  /** Recipients a second; undefined: no limit. */
  readonly maxSendRate: number | undefined;
  /** Recipients in any 24 hours; undefined: no limit. */
  readonly max24HourSend: number | undefined;
  readonly suppression: AccountSuppression;
  readonly details: AccountDetails | undefined;
  readonly vdm: VdmSettings | undefined;
  readonly autoWarmup: boolean;
  /** Of SES's plans; undefined: nobody has said. */
  readonly pricingPlan: "NONE" | "ESSENTIALS" | "PRO" | "ENTERPRISE" | undefined;
  /** Whether mail may leave from shared addresses in other regions, of which there are none here; undefined: nobody has said. */
  readonly sharedPoolDeliveryMode: "GLOBAL" | "REGIONAL" | undefined;
}

export interface AccountSuppression {
  readonly reasons: readonly SuppressionReason[];
  readonly validation:
    | { readonly status: FeatureStatus; readonly confidence: "MEDIUM" | "HIGH" | "MANAGED" | undefined }
    | undefined;
}

/** Some of the settings; of those about suppression, some of its members. */
export interface SettingsChange extends Partial<Omit<AccountSettings, "suppression">> {
  readonly suppression?: Partial<AccountSuppression>;
}

/** Who uses the account, and what for. */
export interface AccountDetails {
  readonly mailType: "MARKETING" | "TRANSACTIONAL";
  readonly websiteUrl: string;
  readonly contactLanguage: "EN" | "JA" | undefined;
  readonly useCase: string | undefined;
  /** Who is told what concerns the account. */
  readonly contacts: readonly string[];
}

export interface VdmSettings {
  readonly enabled: FeatureStatus;
  readonly engagementMetrics: FeatureStatus | undefined;
  readonly optimizedSharedDelivery: FeatureStatus | undefined;
}

/** Of an account nobody has set anything for. Whoever runs the service decides what may be sent, so nothing is limited. */
export const defaultSettings: AccountSettings = {
  sendingEnabled: true,
  productionAccess: true,
  maxSendRate: undefined,
  max24HourSend: undefined,
  suppression: { reasons: ["BOUNCE", "COMPLAINT"], validation: undefined },
  details: undefined,
  vdm: undefined,
  autoWarmup: true,
  pricingPlan: undefined,
  sharedPoolDeliveryMode: undefined,
};
