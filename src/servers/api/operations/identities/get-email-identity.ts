import { type IdentityDetails, maySend } from "#features/identities/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { statusOnWire } from "#servers/api/verification-status.ts";
import type { Output } from "#servers/api/wire/index.ts";
import { dkimAttributes } from "./dkim-attributes.ts";

type GetEmailIdentityOutput = Output<"GetEmailIdentity">;

export function getEmailIdentity({
  identities,
  names,
}: Pick<Services, "identities" | "names">): OperationHandler<"GetEmailIdentity"> {
  return async ({ EmailIdentity }, { owner }) => {
    const identity = await identities.get(owner, EmailIdentity);
    return withResource(
      {
        IdentityType: identity.kind === "domain" ? "DOMAIN" : "EMAIL_ADDRESS",
        FeedbackForwardingStatus: identity.feedbackForwarding,
        VerifiedForSendingStatus: maySend(identity),
        DkimAttributes: dkimAttributes(identity, names),
        MailFromAttributes: mailFromAttributes(identity),
        Policies: { ...identity.policies },
        Tags: writeTags(identity.tags),
        ...(identity.configurationSet === undefined
          ? {}
          : { ConfigurationSetName: identity.configurationSet }),
        VerificationStatus: statusOnWire(identity.verification.status),
        VerificationInfo: verificationInfo(identity),
      },
      identity,
    );
  };
}

/** The model requires all three members; SES answers the last one alone while no domain is set. */
function mailFromAttributes({ mailFrom, onMxFailure }: IdentityDetails) {
  const behaviour = { BehaviorOnMxFailure: onMxFailure };
  if (mailFrom === undefined) return behaviour as NonNullable<GetEmailIdentityOutput["MailFromAttributes"]>;
  const status = statusOnWire(mailFrom.verification.status);
  return {
    MailFromDomain: mailFrom.domain,
    MailFromDomainStatus: status === "NOT_STARTED" ? ("PENDING" as const) : status,
    ...behaviour,
  };
}

function verificationInfo({
  lastCheck,
}: IdentityDetails): NonNullable<GetEmailIdentityOutput["VerificationInfo"]> {
  const { lastCheckedAt, lastSuccessAt, errorType, soa } = lastCheck;
  return {
    ...(lastCheckedAt === undefined ? {} : { LastCheckedTimestamp: new Date(lastCheckedAt) }),
    ...(lastSuccessAt === undefined ? {} : { LastSuccessTimestamp: new Date(lastSuccessAt) }),
    ...(errorType === undefined ? {} : { ErrorType: errorType as "SERVICE_ERROR" }),
    ...(soa === undefined
      ? {}
      : {
          SOARecord: {
            PrimaryNameServer: soa.primaryNameServer,
            AdminEmail: soa.adminEmail,
            SerialNumber: soa.serial,
          },
        }),
  };
}
