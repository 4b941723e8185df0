import type { OperationHandlers } from "#servers/api/handler.ts";
import { getAccount } from "./account/get-account.ts";
import { putAccountDedicatedIpWarmupAttributes } from "./account/put-account-dedicated-ip-warmup-attributes.ts";
import { putAccountDetails } from "./account/put-account-details.ts";
import { putAccountSendingAttributes } from "./account/put-account-sending-attributes.ts";
import { putAccountSuppressionAttributes } from "./account/put-account-suppression-attributes.ts";
import { putAccountVdmAttributes } from "./account/put-account-vdm-attributes.ts";
import { createConfigurationSet } from "./configuration-sets/create-configuration-set.ts";
import { deleteConfigurationSet } from "./configuration-sets/delete-configuration-set.ts";
import { getConfigurationSet } from "./configuration-sets/get-configuration-set.ts";
import { listConfigurationSets } from "./configuration-sets/list-configuration-sets.ts";
import { putConfigurationSetArchivingOptions } from "./configuration-sets/put-configuration-set-archiving-options.ts";
import { putConfigurationSetDeliveryOptions } from "./configuration-sets/put-configuration-set-delivery-options.ts";
import { putConfigurationSetReputationOptions } from "./configuration-sets/put-configuration-set-reputation-options.ts";
import { putConfigurationSetSendingOptions } from "./configuration-sets/put-configuration-set-sending-options.ts";
import { putConfigurationSetSuppressionOptions } from "./configuration-sets/put-configuration-set-suppression-options.ts";
import { putConfigurationSetTrackingOptions } from "./configuration-sets/put-configuration-set-tracking-options.ts";
import { putConfigurationSetVdmOptions } from "./configuration-sets/put-configuration-set-vdm-options.ts";
import { updateConfigurationSet } from "./configuration-sets/update-configuration-set.ts";
import { createConfigurationSetEventDestination } from "./event-destinations/create-configuration-set-event-destination.ts";
import { deleteConfigurationSetEventDestination } from "./event-destinations/delete-configuration-set-event-destination.ts";
import { getConfigurationSetEventDestinations } from "./event-destinations/get-configuration-set-event-destinations.ts";
import { updateConfigurationSetEventDestination } from "./event-destinations/update-configuration-set-event-destination.ts";
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
import { getMessageInsights } from "./insights/get-message-insights.ts";
import { sendBulkEmail } from "./sending/send-bulk-email.ts";
import { sendEmail } from "./sending/send-email.ts";
import type { Services } from "./services.ts";
import { deleteSuppressedDestination } from "./suppression/delete-suppressed-destination.ts";
import { getSuppressedDestination } from "./suppression/get-suppressed-destination.ts";
import { listSuppressedDestinations } from "./suppression/list-suppressed-destinations.ts";
import { putSuppressedDestination } from "./suppression/put-suppressed-destination.ts";
import { listTagsForResource } from "./tags/list-tags-for-resource.ts";
import { tagResource } from "./tags/tag-resource.ts";
import { untagResource } from "./tags/untag-resource.ts";
import { createEmailTemplate } from "./templates/create-email-template.ts";
import { deleteEmailTemplate } from "./templates/delete-email-template.ts";
import { getEmailTemplate } from "./templates/get-email-template.ts";
import { listEmailTemplates } from "./templates/list-email-templates.ts";
import { testRenderEmailTemplate } from "./templates/test-render-email-template.ts";
import { updateEmailTemplate } from "./templates/update-email-template.ts";

/** Every operation that works. One that is not here answers that it is not implemented. */
export function operationHandlers(services: Services) {
  return {
    CreateConfigurationSet: createConfigurationSet(services),
    CreateConfigurationSetEventDestination: createConfigurationSetEventDestination(services),
    CreateEmailIdentity: createEmailIdentity(services),
    CreateEmailIdentityPolicy: createEmailIdentityPolicy(services),
    CreateEmailTemplate: createEmailTemplate(services),
    DeleteConfigurationSet: deleteConfigurationSet(services),
    DeleteConfigurationSetEventDestination: deleteConfigurationSetEventDestination(services),
    DeleteEmailIdentity: deleteEmailIdentity(services),
    DeleteEmailIdentityPolicy: deleteEmailIdentityPolicy(services),
    DeleteEmailTemplate: deleteEmailTemplate(services),
    DeleteSuppressedDestination: deleteSuppressedDestination(services),
    GetAccount: getAccount(services),
    GetConfigurationSet: getConfigurationSet(services),
    GetConfigurationSetEventDestinations: getConfigurationSetEventDestinations(services),
    GetEmailIdentity: getEmailIdentity(services),
    GetEmailIdentityPolicies: getEmailIdentityPolicies(services),
    GetEmailTemplate: getEmailTemplate(services),
    GetMessageInsights: getMessageInsights(services),
    GetSuppressedDestination: getSuppressedDestination(services),
    ListConfigurationSets: listConfigurationSets(services),
    ListEmailIdentities: listEmailIdentities(services),
    ListEmailTemplates: listEmailTemplates(services),
    ListSuppressedDestinations: listSuppressedDestinations(services),
    ListTagsForResource: listTagsForResource(services),
    PutAccountDedicatedIpWarmupAttributes: putAccountDedicatedIpWarmupAttributes(services),
    PutAccountDetails: putAccountDetails(services),
    PutAccountSendingAttributes: putAccountSendingAttributes(services),
    PutAccountSuppressionAttributes: putAccountSuppressionAttributes(services),
    PutAccountVdmAttributes: putAccountVdmAttributes(services),
    PutConfigurationSetArchivingOptions: putConfigurationSetArchivingOptions(services),
    PutConfigurationSetDeliveryOptions: putConfigurationSetDeliveryOptions(services),
    PutConfigurationSetReputationOptions: putConfigurationSetReputationOptions(services),
    PutConfigurationSetSendingOptions: putConfigurationSetSendingOptions(services),
    PutConfigurationSetSuppressionOptions: putConfigurationSetSuppressionOptions(services),
    PutConfigurationSetTrackingOptions: putConfigurationSetTrackingOptions(services),
    PutConfigurationSetVdmOptions: putConfigurationSetVdmOptions(services),
    PutEmailIdentityConfigurationSetAttributes: putEmailIdentityConfigurationSetAttributes(services),
    PutEmailIdentityDkimAttributes: putEmailIdentityDkimAttributes(services),
    PutEmailIdentityDkimSigningAttributes: putEmailIdentityDkimSigningAttributes(services),
    PutEmailIdentityFeedbackAttributes: putEmailIdentityFeedbackAttributes(services),
    PutEmailIdentityMailFromAttributes: putEmailIdentityMailFromAttributes(services),
    PutSuppressedDestination: putSuppressedDestination(services),
    SendBulkEmail: sendBulkEmail(services),
    SendEmail: sendEmail(services),
    TagResource: tagResource(services),
    TestRenderEmailTemplate: testRenderEmailTemplate(services),
    UntagResource: untagResource(services),
    UpdateConfigurationSet: updateConfigurationSet(services),
    UpdateConfigurationSetEventDestination: updateConfigurationSetEventDestination(services),
    UpdateEmailIdentityPolicy: updateEmailIdentityPolicy(services),
    UpdateEmailTemplate: updateEmailTemplate(services),
  } satisfies OperationHandlers;
}
