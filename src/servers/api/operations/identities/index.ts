import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createEmailIdentity } from "./create-email-identity.ts";
import { createEmailIdentityPolicy } from "./create-email-identity-policy.ts";
import { deleteEmailIdentity } from "./delete-email-identity.ts";
import { deleteEmailIdentityPolicy } from "./delete-email-identity-policy.ts";
import { getEmailIdentity } from "./get-email-identity.ts";
import { getEmailIdentityPolicies } from "./get-email-identity-policies.ts";
import { listEmailIdentities } from "./list-email-identities.ts";
import { putEmailIdentityConfigurationSetAttributes } from "./put-email-identity-configuration-set-attributes.ts";
import { putEmailIdentityDkimAttributes } from "./put-email-identity-dkim-attributes.ts";
import { putEmailIdentityDkimSigningAttributes } from "./put-email-identity-dkim-signing-attributes.ts";
import { putEmailIdentityFeedbackAttributes } from "./put-email-identity-feedback-attributes.ts";
import { putEmailIdentityMailFromAttributes } from "./put-email-identity-mail-from-attributes.ts";
import { updateEmailIdentityPolicy } from "./update-email-identity-policy.ts";

export function identitiesOperations(services: Services) {
  return {
    CreateEmailIdentity: createEmailIdentity(services),
    CreateEmailIdentityPolicy: createEmailIdentityPolicy(services),
    DeleteEmailIdentity: deleteEmailIdentity(services),
    DeleteEmailIdentityPolicy: deleteEmailIdentityPolicy(services),
    GetEmailIdentity: getEmailIdentity(services),
    GetEmailIdentityPolicies: getEmailIdentityPolicies(services),
    ListEmailIdentities: listEmailIdentities(services),
    PutEmailIdentityConfigurationSetAttributes: putEmailIdentityConfigurationSetAttributes(services),
    PutEmailIdentityDkimAttributes: putEmailIdentityDkimAttributes(services),
    PutEmailIdentityDkimSigningAttributes: putEmailIdentityDkimSigningAttributes(services),
    PutEmailIdentityFeedbackAttributes: putEmailIdentityFeedbackAttributes(services),
    PutEmailIdentityMailFromAttributes: putEmailIdentityMailFromAttributes(services),
    UpdateEmailIdentityPolicy: updateEmailIdentityPolicy(services),
  } satisfies OperationHandlers;
}
