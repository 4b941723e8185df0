import type { AddressInsight } from "#features/address-insights/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getEmailAddressInsights({
  addressInsights,
}: Pick<Services, "addressInsights">): OperationHandler<"GetEmailAddressInsights"> {
  return async ({ EmailAddress }, { owner }) => {
    const insight = await addressInsights.of(owner, EmailAddress);
    return {
      MailboxValidation: {
        ...verdict("IsValid", insight.isValid),
        Evaluations: {
          ...verdict("HasValidSyntax", insight.hasValidSyntax),
          ...verdict("HasValidDnsRecords", insight.hasValidDnsRecords),
          ...verdict("MailboxExists", insight.mailboxExists),
          ...verdict("IsRoleAddress", insight.isRoleAddress),
        },
      },
    };
  };
}

/** What nobody here can say is not there: the model has no word for it. */
function verdict(name: string, confidence: AddressInsight["isValid"]) {
  return confidence === undefined ? {} : { [name]: { ConfidenceVerdict: confidence } };
}
