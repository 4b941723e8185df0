import { verifiedIdentities } from "./0001-verified-identities.ts";
import { sending } from "./0002-sending.ts";
import { accounts } from "./0003-accounts.ts";
import { templates } from "./0004-templates.ts";
import { contacts } from "./0005-contacts.ts";
import { feedback } from "./0007-feedback.ts";
import { events } from "./0009-events.ts";
import { dedicatedIps } from "./0010-dedicated-ips.ts";
import { repeatedCalls } from "./0011-repeated-calls.ts";
import { customVerification } from "./0012-custom-verification.ts";
import { webhooks } from "./0013-webhooks.ts";
import { dkimTokens } from "./0014-dkim-tokens.ts";
import { archives } from "./0020-archives.ts";
import { warmupAndPlan } from "./0021-warmup-and-plan.ts";
import { tenants } from "./0022-tenants.ts";
import { mailSites } from "./0025-mail-sites.ts";
import { days } from "./0030-days.ts";
import { eventCounts } from "./0035-event-counts.ts";
import { evidenceByTime } from "./0036-evidence-by-time.ts";
import { users } from "./0037-users.ts";
import { queuePauses } from "./0038-queue-pauses.ts";
import { publicationsByTarget } from "./0039-publications-by-target.ts";
import { tenantSuppression } from "./0050-tenant-suppression.ts";
import { callAllowances } from "./0055-call-allowances.ts";
import { queueBySite } from "./0060-queue-by-site.ts";
import { tagsByKey } from "./0061-tags-by-key.ts";
import { leastConfidence } from "./0062-least-confidence.ts";
import { blocklists } from "./0063-blocklists.ts";
import { publicationsByAccount } from "./0064-publications-by-account.ts";
import { keysLastUsed } from "./0065-keys-last-used.ts";
import { identitiesByStatus } from "./0066-identities-by-status.ts";
import { scopeAlone } from "./0067-scope-alone.ts";
import { importJobs } from "./0070-import-jobs.ts";
import { linksToMail } from "./0071-links-to-mail.ts";
import { contactsInAnyCase } from "./0072-contacts-in-any-case.ts";
import { messagesOfLists } from "./0073-messages-of-lists.ts";
import { mailedLinks } from "./0074-mailed-links.ts";
import { identitiesByName } from "./0077-identities-by-name.ts";
import { certificateExpiry } from "./0081-certificate-expiry.ts";
import { metricCounts } from "./0082-metric-counts.ts";
import { exportJobs } from "./0083-export-jobs.ts";
import { addressesWithoutDkim } from "./0084-addresses-without-dkim.ts";
import { neededVersions } from "./0085-needed-versions.ts";
import { sharedPoolDeliveryMode } from "./0086-shared-pool-delivery-mode.ts";
import { keyScopes } from "./0087-key-scopes.ts";
import { smimeCertificates } from "./0088-smime-certificates.ts";
import { multiRegionEndpoints } from "./0090-multi-region-endpoints.ts";
import { tlsReports } from "./0091-tls-reports.ts";
import { dmarcReports } from "./0092-dmarc-reports.ts";
import { deliverabilityTests } from "./0093-deliverability-tests.ts";
import type { Migration } from "./migration.ts";

/** In the order in which they are applied. Only ever appended to. */
export const migrations: readonly Migration[] = [
  verifiedIdentities,
  sending,
  accounts,
  templates,
  contacts,
  feedback,
  events,
  dedicatedIps,
  repeatedCalls,
  customVerification,
  webhooks,
  dkimTokens,
  archives,
  eventCounts,
  evidenceByTime,
  users,
  queuePauses,
  publicationsByTarget,
  mailSites,
  warmupAndPlan,
  days,
  tenants,
  tenantSuppression,
  callAllowances,
  queueBySite,
  tagsByKey,
  importJobs,
  identitiesByStatus,
  scopeAlone,
  linksToMail,
  contactsInAnyCase,
  messagesOfLists,
  mailedLinks,
  metricCounts,
  exportJobs,
  neededVersions,
  identitiesByName,
  sharedPoolDeliveryMode,
  keyScopes,
  blocklists,
  keysLastUsed,
  leastConfidence,
  smimeCertificates,
  certificateExpiry,
  addressesWithoutDkim,
  tlsReports,
  multiRegionEndpoints,
  publicationsByAccount,
  dmarcReports,
  deliverabilityTests,
];
