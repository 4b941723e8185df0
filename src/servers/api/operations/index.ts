import type { OperationHandlers } from "#servers/api/handler.ts";
import { createEmailIdentity } from "./identities/create-email-identity.ts";
import { createEmailIdentityPolicy } from "./identities/create-email-identity-policy.ts";
import { deleteEmailIdentity } from "./identities/delete-email-identity.ts";
import { deleteEmailIdentityPolicy } from "./identities/delete-email-identity-policy.ts";
import { getEmailIdentity } from "./identities/get-email-identity.ts";
import { getEmailIdentityPolicies } from "./identities/get-email-identity-policies.ts";
import { listEmailIdentities } from "./identities/list-email-identities.ts";
import { putEmailIdentityConfigurationSetAttributes } from "./identities/put-email-identity-configuration-set-attributes.ts";
import { putEmailIdentityDkimAttributes } from "./identities/put-email-identity-dkim-attributes.ts";
import { putEmailIdentityDkimSigningAttributes } from "./identities/put-email-identity-dkim-signing-attributes.ts";
import { putEmailIdentityFeedbackAttributes } from "./identities/put-email-identity-feedback-attributes.ts";
import { putEmailIdentityMailFromAttributes } from "./identities/put-email-identity-mail-from-attributes.ts";
import { updateEmailIdentityPolicy } from "./identities/update-email-identity-policy.ts";
import type { Services } from "./services.ts";

/** Every operation that works. One that is not here answers that it is not implemented. */
export function operationHandlers(services: Services) {
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
