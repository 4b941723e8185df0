import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { deleteIdentity } from "./delete-identity.ts";
import { deleteIdentityPolicy } from "./delete-identity-policy.ts";
import { deleteVerifiedEmailAddress } from "./delete-verified-email-address.ts";
import { getIdentityDkimAttributes } from "./get-identity-dkim-attributes.ts";
import { getIdentityMailFromDomainAttributes } from "./get-identity-mail-from-domain-attributes.ts";
import { getIdentityNotificationAttributes } from "./get-identity-notification-attributes.ts";
import { getIdentityPolicies } from "./get-identity-policies.ts";
import { getIdentityVerificationAttributes } from "./get-identity-verification-attributes.ts";
import { listIdentities } from "./list-identities.ts";
import { listIdentityPolicies } from "./list-identity-policies.ts";
import { listVerifiedEmailAddresses } from "./list-verified-email-addresses.ts";
import { putIdentityPolicy } from "./put-identity-policy.ts";
import { setIdentityDkimEnabled } from "./set-identity-dkim-enabled.ts";
import { setIdentityFeedbackForwardingEnabled } from "./set-identity-feedback-forwarding-enabled.ts";
import { setIdentityMailFromDomain } from "./set-identity-mail-from-domain.ts";
import { verifyDomainDkim } from "./verify-domain-dkim.ts";
import { verifyDomainIdentity } from "./verify-domain-identity.ts";
import { verifyEmailAddress } from "./verify-email-address.ts";
import { verifyEmailIdentity } from "./verify-email-identity.ts";

export function olderIdentityCalls(services: Services) {
  return {
    DeleteIdentity: deleteIdentity(services),
    DeleteIdentityPolicy: deleteIdentityPolicy(services),
    DeleteVerifiedEmailAddress: deleteVerifiedEmailAddress(services),
    GetIdentityDkimAttributes: getIdentityDkimAttributes(services),
    GetIdentityMailFromDomainAttributes: getIdentityMailFromDomainAttributes(services),
    GetIdentityNotificationAttributes: getIdentityNotificationAttributes(services),
    GetIdentityPolicies: getIdentityPolicies(services),
    GetIdentityVerificationAttributes: getIdentityVerificationAttributes(services),
    ListIdentities: listIdentities(services),
    ListIdentityPolicies: listIdentityPolicies(services),
    ListVerifiedEmailAddresses: listVerifiedEmailAddresses(services),
    PutIdentityPolicy: putIdentityPolicy(services),
    SetIdentityDkimEnabled: setIdentityDkimEnabled(services),
    SetIdentityFeedbackForwardingEnabled: setIdentityFeedbackForwardingEnabled(services),
    SetIdentityMailFromDomain: setIdentityMailFromDomain(services),
    VerifyDomainDkim: verifyDomainDkim(services),
    VerifyDomainIdentity: verifyDomainIdentity(services),
    VerifyEmailAddress: verifyEmailAddress(services),
    VerifyEmailIdentity: verifyEmailIdentity(services),
  } satisfies OlderHandlers;
}
