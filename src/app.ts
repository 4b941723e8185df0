import { Deliverer } from "#features/delivery/index.ts";
import { DomainChecks } from "#features/domain-checks/index.ts";
import { requireSameMasterKey, ServiceKeyStore } from "#features/service-key/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { masterKeyIn } from "#platform/master-key.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";
import { secretsUnder } from "#platform/secrets.ts";
import type { Worker } from "#platform/worker.ts";
import { checkIdentities } from "#workers/check-identities.ts";
import { startDelivering } from "#workers/deliver-messages.ts";
import { forgetLinks } from "#workers/forget-links.ts";
import { forgetRepeatedCalls } from "#workers/forget-repeated-calls.ts";
import { publishEvents } from "#workers/publish-events.ts";
import { rotateKeys } from "#workers/rotate-keys.ts";
import { startApi } from "./app/api.ts";
import { openInspector, startDns } from "./app/dns.ts";
import { buildFeatures, type Features } from "./app/features.ts";
import { openSending, openSignatures, submissionsTo } from "./app/sending.ts";
import { startSmtp } from "./app/smtp.ts";
import { StoppedTogether } from "./app/stopped-together.ts";
import type { Surroundings } from "./app/surroundings.ts";
import { openTransport } from "./app/transport.ts";
import type { Config } from "./config.ts";

export interface App extends AsyncDisposable {
  /** `http://127.0.0.1:4579`, with the real port. */
  readonly httpUrl: string;
  readonly dns: { readonly host: string; readonly port: number };
  readonly smtp: { readonly host: string; readonly port: number };
  /** Where bounces and complaints come back. */
  readonly inbound: { readonly host: string; readonly port: number };
  /** The local account's own access key; undefined when unsigned requests are refused, for then nobody was shown one. */
  readonly localKey: { readonly id: string; readonly secret: string } | undefined;
  /** Resolves when no worker has anything to do now. */
  idle(): Promise<void>;
  /** The first half of stopping: `/readyz` says so and no more work is begun, while callers are still answered. */
  retire(): void;
}

/** Builds every object, joins them, and starts what listens and what works by itself. */
export async function startApp(config: Config, surroundings: Surroundings): Promise<App> {
  await using starting = new AsyncDisposableStack();
  const { clock } = surroundings;
  const database = starting.use(await openDatabase({ folder: config.dataFolder, url: config.databaseUrl }));
  const masterKey = config.masterKey ?? (await masterKeyIn(config.dataFolder));
  const secrets = secretsUnder(masterKey);
  const tokens = new SealedTokens(masterKey);
  await requireSameMasterKey({ store: new ServiceKeyStore(database), secrets, clock });
  let httpUrl = "";
  const publicUrl = () => config.publicUrl ?? httpUrl;
  const features = buildFeatures({ config, surroundings, database, secrets, tokens, publicUrl });

  starting.use(features.aws);
  const dns = starting.use(await startDns(config, surroundings, features));
  const inspector = starting.use(openInspector(config, surroundings, dns));
  const domainChecks = new DomainChecks({ ...features, ...surroundings, inspector, names: config });
  const transport = starting.use(openTransport(config, surroundings, features));
  const deliverer = new Deliverer({
    ...features,
    signatures: openSignatures(config, surroundings, features),
    transport,
    clock,
  });

  const sending = openSending(config, surroundings, features);
  const submissions = submissionsTo(sending);
  const together = starting.use(new StoppedTogether());
  const smtp = together.use(
    await startSmtp(config, surroundings, { ...features, database, secrets, submissions }),
  );
  const api = together.use(
    await startApi(config, surroundings, {
      ...features,
      sending,
      domainChecks,
      database,
      localZone: dns.localZone,
    }),
  );
  httpUrl = api.url;
  await releaseAbandonedWork(database, features);
  const workers = startWorkers(config, surroundings, { ...features, deliverer, domainChecks });
  for (const worker of workers) together.use(worker);
  const localKey = config.auth === "open" ? await features.accessKeys.ensureLocalKey() : undefined;

  const running = starting.move();
  return {
    httpUrl,
    dns,
    smtp: smtp.submission,
    inbound: smtp.inbound,
    localKey,
    idle: async () => await settled(workers),
    retire: () => {
      api.retire();
      for (const worker of workers) worker.stop();
    },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

/** Everything that happens by itself. */
function startWorkers(
  { delivery }: Config,
  surroundings: Surroundings,
  parts: Features & { readonly deliverer: Deliverer; readonly domainChecks: DomainChecks },
): Worker[] {
  const all = { ...parts, ...surroundings };
  return [
    checkIdentities(all),
    rotateKeys(all),
    forgetLinks(all),
    forgetRepeatedCalls(all),
    publishEvents(all),
    startDelivering({
      ...all,
      // Into the inbox nothing has to be waited for: more at once would only take the processor from callers.
      ...(delivery.transport === "capture" ? { concurrency: 2 } : {}),
    }),
  ];
}

/** A process that was killed left its leases behind. Where only one works, that need not be waited out. */
async function releaseAbandonedWork({ engine }: Database, { checks, deliveries }: Features): Promise<void> {
  if (engine === "sqlite") await Promise.all([checks.releaseAll(), deliveries.releaseAll()]);
}

/** One worker's end may be another's beginning, so all of them are asked until none had anything to do. */
async function settled(workers: readonly Worker[]): Promise<void> {
  for (const worker of [...workers, ...workers]) await worker.idle();
}
