import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { Account, AccountStore, QuotaStore } from "#features/account/index.ts";
import { AwsObjects } from "#features/aws-services/index.ts";
import { CallAllowanceStore } from "#features/call-rate/index.ts";
import { CheckHistoryStore } from "#features/checks/history-store.ts";
import { Checks } from "#features/checks/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { Unsubscribe } from "#features/contacts/index.ts";
import { CustomTemplateStore } from "#features/custom-verification/index.ts";
import {
  AttemptStore,
  Deliveries,
  MessageSearchStore,
  MessageStore,
  QueueStore,
} from "#features/delivery/index.ts";
import { DkimKeys } from "#features/dkim-keys/index.ts";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import { ExportFileStore, ExportJobStore, ExportJobs } from "#features/export-jobs/index.ts";
import type { Feedback } from "#features/feedback/index.ts";
import type { Identities } from "#features/identities/index.ts";
import { ImportJobStore, ImportJobs } from "#features/import-jobs/index.ts";
import { Inbox, InboxStore } from "#features/inbox/index.ts";
import { LiveChanges } from "#features/live-changes/index.ts";
import { DatabaseLocalRecordStore } from "#features/local-zone/store.ts";
import { OwnerNotices } from "#features/owner-notices/index.ts";
import { DeliveryQueue, QueuePauseStore, WaitingStore } from "#features/queue/index.ts";
import { RepeatedCallStore, RepeatedCalls } from "#features/repeated-calls/index.ts";
import { RoleMailboxes, RoleMailStore } from "#features/role-mailboxes/index.ts";
import { ServiceKey, ServiceKeyStore } from "#features/service-key/index.ts";
import type { Suppression } from "#features/suppression/index.ts";
import { Tracking } from "#features/tracking/index.ts";
import {
  LinkToMailStore,
  type MailAllowance,
  MailedStore,
  VerificationLinkStore,
  VerificationLinks,
} from "#features/verification-links/index.ts";
import { keptIssuanceOf } from "./acme.ts";
import type { Ground } from "./ground.ts";
import { inboundName } from "./host-names.ts";
import { buildIdentities } from "./identities.ts";
import { buildOidcProvider } from "./oidc.ts";
import { buildPeople } from "./people.ts";
import { buildReaders, buildReports } from "./reports.ts";
import { buildCertificateExpiry, type Tagged } from "./resources.ts";

export type Features = ReturnType<typeof buildFeatures>;

/** Every feature, joined to those it uses. */
export function buildFeatures(ground: Ground) {
  const { database, secrets, surroundings } = ground;
  const common = { ...surroundings, secrets };
  const links = { tokens: ground.tokens, publicUrl: ground.publicUrl };
  const account = new Account({
    ...surroundings,
    store: new AccountStore(database),
    quotas: new QuotaStore(database),
    home: ground.config.region,
  });
  const reports = buildReports(ground, {
    account,
    mail: () => mail,
    identities: () => identities,
  });
  const mail = buildMail(ground, reports.feedback);
  const proof = buildProof(ground);
  const serviceKey = new ServiceKey({ ...common, store: new ServiceKeyStore(database) });
  const identities = buildIdentities(ground, { ...mail, ...proof, ...reports });
  const readers = buildReaders(ground, { ...reports, mail });
  const notices = new OwnerNotices({
    ...surroundings,
    ...mail,
    account,
    zone: ground.config.zone,
    allowance: allowanceOf("notices", ground),
  });
  return {
    announcements: surroundings.announcements,
    ...mail,
    ...proof,
    ...identities,
    account,
    ...reports,
    tracking: new Tracking({ ...surroundings, ...reports, ...identities, ...links, account }),
    unsubscribe: new Unsubscribe({ ...surroundings, ...reports, ...identities, ...links }),
    ...readers,
    exportJobs: buildExportJobs(ground, { ...identities, ...links, ...reports, ...readers }),
    customTemplates: new CustomTemplateStore(database),
    notices,
    certificateExpiry: buildCertificateExpiry(ground, notices),
    roleMailboxes: buildRoleMailboxes(ground, { ...mail, ...identities, account }),
    ...buildPeople({ ...common, database }),
    oidcProvider: buildOidcProvider(ground, reports.web),
    importJobs: buildImportJobs(ground, { ...reports, ...identities }),
    repeatedCalls: new RepeatedCalls({ ...surroundings, store: new RepeatedCallStore(database) }),
    callAllowances: new CallAllowanceStore(database),
    accessKeys: new AccessKeys({ ...common, store: new KeyStore(database) }),
    deliveryQueue: buildQueue(ground),
    liveChanges: new LiveChanges({ ...surroundings, ...reports, ...mail, ...proof }),
    serviceKey,
    keptIssuance: keptIssuanceOf(ground),
    localRecords: new DatabaseLocalRecordStore(database),
  };
}

function buildImportJobs(
  { database, surroundings, config }: Ground,
  lists: Pick<Tagged, "contacts" | "contactLists"> & { readonly suppression: Suppression },
): ImportJobs {
  const objects = new AwsObjects(config.aws);
  return new ImportJobs({ ...surroundings, ...lists, store: new ImportJobStore(database), objects });
}

function buildExportJobs(
  { database, surroundings }: Ground,
  others: Pick<
    ConstructorParameters<typeof ExportJobs>[0],
    "tokens" | "publicUrl" | "linkHosts" | "events" | "metricCounts"
  >,
): ExportJobs {
  return new ExportJobs({
    ...surroundings,
    ...others,
    store: new ExportJobStore(database),
    files: new ExportFileStore(database),
    search: new MessageSearchStore(database),
  });
}

function buildRoleMailboxes(
  { surroundings, database, config }: Ground,
  parts: ReturnType<typeof buildMail> & { readonly account: Account; readonly identities: Identities },
): RoleMailboxes {
  return new RoleMailboxes({
    ...surroundings,
    ...parts,
    store: new RoleMailStore(database),
    isMailFromDomain: async (domain) => await parts.identities.isMailFromDomain(domain),
    zone: config.zone,
    region: config.region,
    hostName: inboundName(config),
  });
}

function buildQueue({ database, surroundings }: Ground): DeliveryQueue {
  return new DeliveryQueue({
    ...surroundings,
    pauses: new QueuePauseStore(database),
    waiting: new WaitingStore(database),
  });
}

/** What stays in the local inbox is a burden to nobody. */
function allowanceOf(
  what: "links" | "notices",
  { config, database }: Pick<Ground, "config" | "database">,
): MailAllowance | undefined {
  return config.delivery.transport === "capture"
    ? undefined
    : { store: new MailedStore(database, what), mostPerHour: 20 };
}

/** What carries messages: the queue, the inbox, and the links that prove addresses. */
function buildMail({ config, surroundings, database, publicUrl }: Ground, feedback: Feedback) {
  const inbox = new Inbox({ ...surroundings, store: new InboxStore(database) });
  const deliveries = new Deliveries({
    ...surroundings,
    queue: new QueueStore(database),
    messages: new MessageStore(database),
    attempts: new AttemptStore(database),
    aftermath: feedback.afterAttempt,
  });
  const links = new VerificationLinks({
    ...surroundings,
    store: new VerificationLinkStore(database),
    toMail: new LinkToMailStore(database),
    deliveries,
    publicUrl,
    zone: config.zone,
    allowance: allowanceOf("links", { config, database }),
  });
  return { inbox, deliveries, links };
}

/** What proves domains: their keys, and the checks that look for them. */
function buildProof({ config, surroundings, database, secrets }: Ground) {
  const checks = new Checks({
    ...surroundings,
    queue: new CheckQueueStore(database),
    history: new CheckHistoryStore(database),
  });
  const dkimKeys = new DkimKeys({
    ...surroundings,
    secrets,
    store: new DkimKeyStore(database),
    rotateAfterMs: config.keyRotationMs,
  });
  return { checks, dkimKeys };
}
