import type { AccessKeysTable, ApiKeysTable } from "./access-keys.ts";
import type {
  AccountSettingsTable,
  CallAllowancesTable,
  SendAllowancesTable,
  SendCountsTable,
  SuppressedDestinationsTable,
  TenantSuppressedDestinationsTable,
} from "./accounts.ts";
import type { BlocklistChecksTable } from "./blocklists.ts";
import type { ConfigurationSetsTable } from "./configuration-sets.ts";
import type { ContactListsTable, ContactsTable } from "./contacts.ts";
import type { CustomVerificationTemplatesTable } from "./custom-verification-templates.ts";
import type { DedicatedIpPoolsTable, DedicatedIpsTable } from "./dedicated-ips.ts";
import type { DeliverabilityTestSeedsTable, DeliverabilityTestsTable } from "./deliverability-tests.ts";
import type { DkimKeysTable, DkimTokensTable } from "./dkim-keys.ts";
import type { DmarcReportRowsTable, DmarcReportsTable } from "./dmarc-reports.ts";
import type { DomainChecksTable, EvidenceTable } from "./domain-checks.ts";
import type { EmailTemplatesTable } from "./email-templates.ts";
import type {
  EventCountMarksTable,
  EventCountsTable,
  EventDestinationsTable,
  EventPublicationsTable,
  MessageEventsTable,
  MetricCountsTable,
  TopicSubscriptionsTable,
  TopicsTable,
} from "./events.ts";
import type { ExportJobsTable, ExportPartsTable } from "./export-jobs.ts";
import type { FeedbackReportsTable } from "./feedback-reports.ts";
import type {
  IdentitiesTable,
  IdentityPoliciesTable,
  LinksToMailTable,
  MailedLinksTable,
  VerificationLinksTable,
} from "./identities.ts";
import type { ImportJobsTable } from "./import-jobs.ts";
import type { LocalDnsRecordsTable } from "./local-dns-records.ts";
import type { MailSiteHoldersTable } from "./mail-sites.ts";
import type {
  AttemptsTable,
  DeliveriesTable,
  InboxTable,
  MessagesTable,
  QueuePausesTable,
  QueueSitePausesTable,
} from "./messages.ts";
import type { MultiRegionEndpointsTable } from "./multi-region-endpoints.ts";
import type { RepeatedCallsTable } from "./repeated-calls.ts";
import type { ResourceCountsTable } from "./resource-counts.ts";
import type { ServiceSecretsTable } from "./service-secrets.ts";
import type { IdentityCertificatesTable, SmimeCertificatesTable } from "./smime-certificates.ts";
import type { TagsTable } from "./tags.ts";
import type { TenantResourcesTable, TenantsTable } from "./tenants.ts";
import type { TlsReportsTable, TlsSessionsTable } from "./tls-reports.ts";
import type { SessionsTable, SignInAttemptsTable, UsersTable } from "./users.ts";
import type { WebhooksTable } from "./webhooks.ts";

/** Times are integers (ms since 1970), flags 0 or 1, lists and objects JSON text, in both engines. */
export interface Tables {
  access_keys: AccessKeysTable;
  account_settings: AccountSettingsTable;
  api_keys: ApiKeysTable;
  blocklist_checks: BlocklistChecksTable;
  call_allowances: CallAllowancesTable;
  configuration_sets: ConfigurationSetsTable;
  contact_lists: ContactListsTable;
  contacts: ContactsTable;
  custom_verification_templates: CustomVerificationTemplatesTable;
  dedicated_ip_pools: DedicatedIpPoolsTable;
  dedicated_ips: DedicatedIpsTable;
  delivery_attempts: AttemptsTable;
  deliveries: DeliveriesTable;
  deliverability_test_seeds: DeliverabilityTestSeedsTable;
  deliverability_tests: DeliverabilityTestsTable;
  dkim_keys: DkimKeysTable;
  dkim_tokens: DkimTokensTable;
  dmarc_report_rows: DmarcReportRowsTable;
  dmarc_reports: DmarcReportsTable;
  domain_checks: DomainChecksTable;
  dns_evidence: EvidenceTable;
  email_templates: EmailTemplatesTable;
  tenants: TenantsTable;
  tenant_resources: TenantResourcesTable;
  tenant_suppressed_destinations: TenantSuppressedDestinationsTable;
  event_count_marks: EventCountMarksTable;
  event_counts: EventCountsTable;
  event_destinations: EventDestinationsTable;
  event_publications: EventPublicationsTable;
  feedback_reports: FeedbackReportsTable;
  identities: IdentitiesTable;
  identity_certificates: IdentityCertificatesTable;
  identity_policies: IdentityPoliciesTable;
  export_jobs: ExportJobsTable;
  export_parts: ExportPartsTable;
  import_jobs: ImportJobsTable;
  inbox: InboxTable;
  links_to_mail: LinksToMailTable;
  local_dns_records: LocalDnsRecordsTable;
  mail_site_holders: MailSiteHoldersTable;
  mailed_links: MailedLinksTable;
  message_events: MessageEventsTable;
  metric_count_marks: EventCountMarksTable;
  metric_counts: MetricCountsTable;
  multi_region_endpoints: MultiRegionEndpointsTable;
  messages: MessagesTable;
  queue_pauses: QueuePausesTable;
  queue_site_pauses: QueueSitePausesTable;
  repeated_calls: RepeatedCallsTable;
  resource_counts: ResourceCountsTable;
  send_allowances: SendAllowancesTable;
  send_counts: SendCountsTable;
  service_secrets: ServiceSecretsTable;
  sessions: SessionsTable;
  sign_in_attempts: SignInAttemptsTable;
  smime_certificates: SmimeCertificatesTable;
  suppressed_destinations: SuppressedDestinationsTable;
  tags: TagsTable;
  topic_subscriptions: TopicSubscriptionsTable;
  tls_reports: TlsReportsTable;
  tls_sessions: TlsSessionsTable;
  topics: TopicsTable;
  users: UsersTable;
  verification_links: VerificationLinksTable;
  webhooks: WebhooksTable;
}
