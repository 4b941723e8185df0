import type {
  OptionsChange,
  SuppressionOptions,
  TrackingRequest,
  VdmOptions,
} from "#features/configuration-sets/index.ts";
import type { Input } from "#servers/api/wire/index.ts";

type CreateInput = Input<"CreateConfigurationSet">;
type Group<Name extends keyof CreateInput> = NonNullable<CreateInput[Name]>;

/** The groups that are there. A flag left out of a group that is there is off, as SES reads it. */
export function readOptions(input: CreateInput): OptionsChange {
  return {
    tracking: input.TrackingOptions && readTracking(input.TrackingOptions),
    suppression: input.SuppressionOptions && readSuppression(input.SuppressionOptions),
    vdm: input.VdmOptions && readVdm(input.VdmOptions),
    archiveArn: input.ArchivingOptions?.ArchiveArn,
    ...(input.ReputationOptions && {
      reputationMetrics: input.ReputationOptions.ReputationMetricsEnabled ?? false,
    }),
    ...(input.SendingOptions && { sendingEnabled: input.SendingOptions.SendingEnabled ?? false }),
    ...(input.DeliveryOptions && readDelivery(input.DeliveryOptions)),
    ...readMessageSecurity(input.MessageSecurityOptions),
  };
}

export function readTracking(options: Partial<Group<"TrackingOptions">>): TrackingRequest {
  return { customRedirectDomain: options.CustomRedirectDomain, httpsPolicy: options.HttpsPolicy };
}

/** The options are replaced as a whole; the shared pool's mode, where it is not named, stays as it is. */
export function readDelivery(
  options: Group<"DeliveryOptions">,
): Pick<OptionsChange, "delivery" | "sharedPoolDeliveryMode"> {
  const { SharedPoolDeliveryMode: mode } = options;
  return {
    delivery: {
      tlsPolicy: options.TlsPolicy,
      sendingPool: options.SendingPoolName,
      maxDeliverySeconds: options.MaxDeliverySeconds,
    },
    ...(mode === undefined ? {} : { sharedPoolDeliveryMode: mode }),
  };
}

/**
 * What is left out is the tenant's or the account's, and a set that says nothing has no options of its own: so SES answers to Terraform,
 * whose provider leaves out the reasons that it takes back.
 */
export function readSuppression(options: Group<"SuppressionOptions">): SuppressionOptions | undefined {
  const threshold = options.ValidationOptions?.ConditionThreshold;
  const { SuppressedReasons: reasons, SuppressionScope: scope } = options;
  if (reasons === undefined && scope === undefined && threshold === undefined) return undefined;
  return {
    reasons,
    scope,
    validation: threshold && {
      status: threshold.ConditionThresholdEnabled,
      confidence: threshold.OverallConfidenceThreshold?.ConfidenceVerdictThreshold,
    },
  };
}

export function readVdm(options: Group<"VdmOptions">): VdmOptions {
  return {
    engagementMetrics: options.DashboardOptions?.EngagementMetrics,
    optimizedSharedDelivery: options.GuardianOptions?.OptimizedSharedDelivery,
  };
}

/** A scheme that is not named stays as it is. */
export function readMessageSecurity(
  options: CreateInput["MessageSecurityOptions"],
): Pick<OptionsChange, "signingScheme"> {
  const scheme = options?.SigningScheme;
  if (scheme === undefined) return {};
  return { signingScheme: { scheme: scheme.SmimeScheme === undefined ? "default" : "smime" } };
}
