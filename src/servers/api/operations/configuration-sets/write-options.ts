import type {
  ConfigurationSet,
  SigningScheme,
  SuppressionOptions,
  VdmOptions,
} from "#features/configuration-sets/index.ts";
import type { Output } from "#servers/api/wire/index.ts";

type GetOutput = Output<"GetConfigurationSet">;

/** Groups that were never set are left out; what SES has a default for is always there. */
export function writeOptions(set: ConfigurationSet): GetOutput {
  const { tracking, suppression, vdm, archiveArn, signingScheme } = set;
  return {
    TrackingOptions: tracking && {
      CustomRedirectDomain: tracking.customRedirectDomain,
      HttpsPolicy: tracking.httpsPolicy,
    },
    DeliveryOptions: writeDelivery(set),
    ReputationOptions: { ReputationMetricsEnabled: set.reputationMetrics },
    SendingOptions: { SendingEnabled: set.sendingEnabled },
    SuppressionOptions: suppression && writeSuppression(suppression),
    VdmOptions: vdm && writeVdm(vdm),
    ArchivingOptions: archiveArn === undefined ? undefined : { ArchiveArn: archiveArn },
    MessageSecurityOptions: signingScheme && { SigningScheme: writeScheme(signingScheme) },
  };
}

function writeScheme({ scheme }: SigningScheme) {
  return scheme === "smime"
    ? { SmimeScheme: { SignatureFormat: "DETACHED" as const } }
    : { DefaultScheme: {} };
}

function writeDelivery({
  delivery,
  sharedPoolDeliveryMode: mode,
}: ConfigurationSet): GetOutput["DeliveryOptions"] {
  if (delivery === undefined && mode === undefined) return undefined;
  return {
    TlsPolicy: delivery?.tlsPolicy,
    SendingPoolName: delivery?.sendingPool,
    MaxDeliverySeconds: delivery?.maxDeliverySeconds,
    SharedPoolDeliveryMode: mode,
  };
}

function writeSuppression({
  reasons,
  scope,
  validation,
}: SuppressionOptions): GetOutput["SuppressionOptions"] {
  return {
    SuppressedReasons: reasons && [...reasons],
    SuppressionScope: scope,
    ValidationOptions: validation && {
      ConditionThreshold: {
        ConditionThresholdEnabled: validation.status,
        OverallConfidenceThreshold:
          validation.confidence === undefined
            ? undefined
            : { ConfidenceVerdictThreshold: validation.confidence },
      },
    },
  };
}

function writeVdm({ engagementMetrics, optimizedSharedDelivery }: VdmOptions): GetOutput["VdmOptions"] {
  return {
    DashboardOptions: engagementMetrics === undefined ? undefined : { EngagementMetrics: engagementMetrics },
    GuardianOptions:
      optimizedSharedDelivery === undefined
        ? undefined
        : { OptimizedSharedDelivery: optimizedSharedDelivery },
  };
}
