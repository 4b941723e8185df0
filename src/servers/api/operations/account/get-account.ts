import type { AccountSettings } from "#features/account/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeSendQuota } from "#servers/api/send-quota.ts";
import type { Output } from "#servers/api/wire/index.ts";

export function getAccount({ account }: Pick<Services, "account">): OperationHandler<"GetAccount"> {
  return async (_input, { owner }) => {
    const [settings, quota] = await Promise.all([account.settings(owner), account.quota(owner)]);
    return {
      DedicatedIpAutoWarmupEnabled: settings.autoWarmup,
      EnforcementStatus: "HEALTHY",
      ProductionAccessEnabled: settings.productionAccess,
      SendQuota: writeSendQuota(quota),
      SendingEnabled: settings.sendingEnabled,
      SuppressionAttributes: suppressionOf(settings),
      ...detailsOf(settings),
      ...vdmOf(settings),
      ...(settings.pricingPlan === undefined
        ? {}
        : { PricingAttributes: { CurrentPlan: settings.pricingPlan } }),
      ...(settings.sharedPoolDeliveryMode === undefined
        ? {}
        : { DeliveryAttributes: { SharedPoolDeliveryMode: settings.sharedPoolDeliveryMode } }),
    };
  };
}

type Account = Output<"GetAccount">;

function suppressionOf({ suppression }: AccountSettings): NonNullable<Account["SuppressionAttributes"]> {
  const { reasons, validation } = suppression;
  return {
    SuppressedReasons: [...reasons],
    ...(validation === undefined
      ? {}
      : {
          ValidationAttributes: {
            ConditionThreshold: {
              ConditionThresholdEnabled: validation.status,
              ...(validation.confidence === undefined
                ? {}
                : { OverallConfidenceThreshold: { ConfidenceVerdictThreshold: validation.confidence } }),
            },
          },
        }),
  };
}

function detailsOf({ details }: AccountSettings): Pick<Account, "Details"> {
  if (details === undefined) return {};
  return {
    Details: {
      MailType: details.mailType,
      WebsiteURL: details.websiteUrl,
      ...(details.contactLanguage === undefined ? {} : { ContactLanguage: details.contactLanguage }),
      ...(details.useCase === undefined ? {} : { UseCaseDescription: details.useCase }),
      ...(details.contacts.length === 0 ? {} : { AdditionalContactEmailAddresses: [...details.contacts] }),
    },
  };
}

function vdmOf({ vdm }: AccountSettings): Pick<Account, "VdmAttributes"> {
  if (vdm === undefined) return {};
  const { enabled, engagementMetrics, optimizedSharedDelivery } = vdm;
  return {
    VdmAttributes: {
      VdmEnabled: enabled,
      ...(engagementMetrics === undefined
        ? {}
        : { DashboardAttributes: { EngagementMetrics: engagementMetrics } }),
      ...(optimizedSharedDelivery === undefined
        ? {}
        : { GuardianAttributes: { OptimizedSharedDelivery: optimizedSharedDelivery } }),
    },
  };
}
