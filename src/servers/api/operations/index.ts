import type { OperationHandlers } from "#servers/api/handler.ts";
import { accountOperations } from "./account/index.ts";
import { configurationSetsOperations } from "./configuration-sets/index.ts";
import { contactsOperations } from "./contacts/index.ts";
import { customVerificationOperations } from "./custom-verification/index.ts";
import { dedicatedIpsOperations } from "./dedicated-ips/index.ts";
import { deliverabilityOperations } from "./deliverability/index.ts";
import { eventDestinationsOperations } from "./event-destinations/index.ts";
import { exportJobsOperations } from "./export-jobs/index.ts";
import { identitiesOperations } from "./identities/index.ts";
import { importJobsOperations } from "./import-jobs/index.ts";
import { insightsOperations } from "./insights/index.ts";
import { multiRegionEndpointsOperations } from "./multi-region-endpoints/index.ts";
import { reputationOperations } from "./reputation/index.ts";
import { sendingOperations } from "./sending/index.ts";
import type { Services } from "./services.ts";
import { smimeCertificatesOperations } from "./smime-certificates/index.ts";
import { suppressionOperations } from "./suppression/index.ts";
import { tagsOperations } from "./tags/index.ts";
import { templatesOperations } from "./templates/index.ts";
import { tenantsOperations } from "./tenants/index.ts";

/** Every operation that works. One that is not here answers that it is not implemented. */
export function operationHandlers(services: Services) {
  return {
    ...accountOperations(services),
    ...configurationSetsOperations(services),
    ...contactsOperations(services),
    ...customVerificationOperations(services),
    ...dedicatedIpsOperations(services),
    ...deliverabilityOperations(services),
    ...eventDestinationsOperations(services),
    ...exportJobsOperations(services),
    ...identitiesOperations(services),
    ...importJobsOperations(services),
    ...insightsOperations(services),
    ...multiRegionEndpointsOperations(services),
    ...reputationOperations(services),
    ...sendingOperations(services),
    ...smimeCertificatesOperations(services),
    ...suppressionOperations(services),
    ...tagsOperations(services),
    ...templatesOperations(services),
    ...tenantsOperations(services),
  } satisfies OperationHandlers;
}
