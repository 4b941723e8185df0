import type { Config } from "#config.ts";
import type { AcmeOrders } from "#features/acme/index.ts";
import type { AddressInsights } from "#features/address-insights/index.ts";
import type { Blocklists } from "#features/blocklists/index.ts";
import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import { Deliverer } from "#features/delivery/index.ts";
import type { DmarcReports } from "#features/dmarc-reports/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import { OldRowsStore, PartitionStore, Retention } from "#features/retention/index.ts";
import type { Shares } from "#features/shares/index.ts";
import type { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import type { Database } from "#platform/database/open.ts";
import type { Worker } from "#platform/worker.ts";
import { checkBlocklists } from "#workers/check-blocklists.ts";
import { checkIdentities } from "#workers/check-identities.ts";
import { startDelivering } from "#workers/deliver-messages.ts";
import { forgetContacts } from "#workers/forget-contacts.ts";
import { forgetCounts } from "#workers/forget-counts.ts";
import { forgetExports } from "#workers/forget-exports.ts";
import { forgetLinks } from "#workers/forget-links.ts";
import { forgetMessages } from "#workers/forget-messages.ts";
import { forgetRepeatedCalls } from "#workers/forget-repeated-calls.ts";
import { forgetReports } from "#workers/forget-reports.ts";
import { importLists } from "#workers/import-lists.ts";
import { lookForSeeds } from "#workers/look-for-seeds.ts";
import { mailLinks } from "#workers/mail-links.ts";
import { orderCertificate } from "#workers/order-certificate.ts";
import { publishEvents } from "#workers/publish-events.ts";
import { rotateKeys } from "#workers/rotate-keys.ts";
import { sendTlsReports } from "#workers/send-tls-reports.ts";
import { tellOfExpiry } from "#workers/tell-of-expiry.ts";
import { writeExports } from "#workers/write-exports.ts";
import { writeTlsSessions } from "#workers/write-tls-sessions.ts";
import type { Features } from "./features.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";
import { openSignatures } from "./sending.ts";
import { StoppedTogether } from "./stopped-together.ts";
import type { Surroundings } from "./surroundings.ts";
import { buildTlsReports } from "./tls-reports.ts";
import { openTransport } from "./transport.ts";

export interface Workers extends AsyncDisposable {
  /** Resolves when none has anything to do now. */
  idle(): Promise<void>;
  /** They begin nothing more. */
  stop(): void;
}

type Parts = Features & {
  readonly database: Database;
  readonly acmeOrders: AcmeOrders | undefined;
  readonly addressInsights: AddressInsights;
  readonly blocklists: Blocklists;
  readonly deliverabilityTests: DeliverabilityTests;
  readonly dmarcReports: DmarcReports;
  readonly domainChecks: DomainChecks;
  readonly callers: Callers;
  readonly shares: Shares | undefined;
  readonly databaseClock: DatabaseClock | undefined;
  readonly mailExchangers: FoundMailExchangers | undefined;
};

/** Everything that happens by itself; undefined where that is another process's part. */
export async function startWorkers(
  config: Config,
  surroundings: Surroundings,
  parts: Parts,
): Promise<Workers | undefined> {
  if (!config.roles.has("workers")) return undefined;
  await using starting = new AsyncDisposableStack();
  const tlsReports = await buildTlsReports(config, surroundings, parts);
  const transport = starting.use(openTransport(config, surroundings, { ...parts, tlsReports }));
  const deliverer = new Deliverer({
    ...parts,
    ...surroundings,
    signatures: openSignatures(config, surroundings, parts),
    transport,
  });
  await releaseAbandonedWork(parts);
  const all = { ...parts, ...surroundings };
  const workers = [
    checkIdentities(all),
    ...(parts.blocklists.areAsked ? [checkBlocklists(all)] : []),
    ...(parts.acmeOrders === undefined ? [] : [orderCertificate({ ...all, acmeOrders: parts.acmeOrders })]),
    rotateKeys(all),
    tellOfExpiry(all),
    forgetContacts(all),
    forgetCounts(all),
    forgetLinks(all),
    forgetRepeatedCalls(all),
    forgetReports(all),
    lookForSeeds(all),
    ...(config.retentionMs === undefined
      ? []
      : [forgetMessages({ ...all, retention: buildRetention(config, config.retentionMs, all) })]),
    publishEvents(all),
    importLists(all),
    writeExports(all),
    forgetExports(all),
    mailLinks(all),
    ...(tlsReports === undefined ? [] : [sendTlsReports({ ...all, tlsReports })]),
    startDelivering({
      ...all,
      deliverer,
      // Into the inbox nothing has to be waited for: all it takes is the processor.
      yieldTo: config.delivery.transport === "capture" ? parts.callers : undefined,
    }),
  ];
  // Stopped once nothing is delivered any more.
  const last = tlsReports === undefined ? [] : [starting.use(writeTlsSessions({ ...all, tlsReports }))];
  const together = starting.use(new StoppedTogether());
  for (const worker of workers) together.use(worker);
  const running = starting.move();
  return {
    idle: async () => await settled([...workers, ...last]),
    stop: () => {
      for (const worker of [...workers, ...last]) worker.stop();
    },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

/** What is kept for ever is not parted into days. */
function buildRetention(
  { databaseUrl, cells, region }: Config,
  keepMs: number,
  { clock, database }: { readonly clock: Clock; readonly database: Database },
): Retention {
  return new Retention({
    rows: new OldRowsStore(database),
    partitions: databaseUrl === undefined ? undefined : new PartitionStore(databaseUrl),
    clock,
    keepMs,
    regions: [region, ...cells.served],
  });
}

/** A process that was killed left its leases behind. Where only one works, that need not be waited out. */
async function releaseAbandonedWork({
  database,
  checks,
  deliveries,
  events,
  exportJobs,
  importJobs,
  keptIssuance,
  links,
}: Features & { readonly database: Database }): Promise<void> {
  if (database.engine !== "sqlite") return;
  await Promise.all([
    checks.releaseAll(),
    deliveries.releaseAll(),
    events.releaseAll(),
    exportJobs.releaseAll(),
    importJobs.releaseAll(),
    keptIssuance?.release(),
    links.releaseAll(),
  ]);
}

/** One worker's end may be another's beginning, so all of them are asked until none had anything to do. */
async function settled(workers: readonly Worker[]): Promise<void> {
  for (let hadWork = true; hadWork; ) {
    const answers = await Promise.all(workers.map(async (worker) => await worker.idle()));
    hadWork = answers.includes(true);
  }
}
