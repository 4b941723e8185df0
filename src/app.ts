import { randomUUID } from "node:crypto";
import { getServers } from "node:dns";
import { isIP } from "node:net";
import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { CheckHistoryStore } from "#features/checks/history-store.ts";
import { Checks } from "#features/checks/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { ConfigurationSets } from "#features/configuration-sets/index.ts";
import { ConfigurationSetStore } from "#features/configuration-sets/store.ts";
import {
  AttemptStore,
  captureTransport,
  Deliverer,
  Deliveries,
  defaultLifetimeMs,
  MessageStore,
  QueueStore,
  Signatures,
  smartHostTransport,
} from "#features/delivery/index.ts";
import { DkimKeys } from "#features/dkim-keys/index.ts";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import { createDnsInspector } from "#features/dns-evidence/index.ts";
import { DomainChecks } from "#features/domain-checks/index.ts";
import { IdentityDetailsStore } from "#features/identities/details-store.ts";
import {
  AddressProof,
  Identities,
  IdentityPolicies,
  IdentitySettings,
  IdentityVerdicts,
  maySend,
} from "#features/identities/index.ts";
import { PolicyStore } from "#features/identities/policies-store.ts";
import { IdentityStore } from "#features/identities/store.ts";
import { Inbox, InboxStore } from "#features/inbox/index.ts";
import { LocalZone } from "#features/local-zone/index.ts";
import { DatabaseLocalRecordStore } from "#features/local-zone/store.ts";
import { ServiceKey, ServiceKeyStore } from "#features/service-key/index.ts";
import { SigningZone } from "#features/signing-zone/index.ts";
import { Tags } from "#features/tags/index.ts";
import { TagStore } from "#features/tags/store.ts";
import { VerificationLinks } from "#features/verification-links/index.ts";
import { VerificationLinkStore } from "#features/verification-links/store.ts";
import type { Clock } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import type { Log } from "#platform/log.ts";
import { masterKeyIn } from "#platform/master-key.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Random } from "#platform/random.ts";
import { type Secrets, secretsUnder } from "#platform/secrets.ts";
import type { Worker } from "#platform/worker.ts";
import { operationHandlers } from "#servers/api/operations/index.ts";
import { startApiServer } from "#servers/api/server.ts";
import { dnsRecordRoutes, identityProofRoutes } from "#servers/api/signet/index.ts";
import { startDnsServer } from "#servers/dns/dns-server.ts";
import { linkPages } from "#servers/links/index.ts";
import { checkIdentities } from "#workers/check-identities.ts";
import { startDelivering } from "#workers/deliver-messages.ts";
import { forgetLinks } from "#workers/forget-links.ts";
import { rotateKeys } from "#workers/rotate-keys.ts";
import { type Config, type HostAndPort, isLoopback } from "./config.ts";

/** What surrounds the service; a test hands in its own. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The port that name servers are asked at. */
  readonly nameServerPort: number;
}

export interface App extends AsyncDisposable {
  /** `http://127.0.0.1:4579`, with the real port. */
  readonly httpUrl: string;
  readonly dns: { readonly host: string; readonly port: number };
  /** The local account's own access key; undefined when unsigned requests are refused, for then nobody was shown one. */
  readonly localKey: { readonly id: string; readonly secret: string } | undefined;
  /** Resolves when no worker has anything to do now. */
  idle(): Promise<void>;
}

/** Builds every object, joins them, and starts what listens and what works by itself. */
export async function startApp(config: Config, surroundings: Surroundings): Promise<App> {
  await using starting = new AsyncDisposableStack();
  const { clock, log } = surroundings;
  const database = starting.use(await openDatabase({ folder: config.dataFolder, url: config.databaseUrl }));
  const secrets = secretsUnder(config.masterKey ?? (await masterKeyIn(config.dataFolder)));
  let httpUrl = "";
  const publicUrl = () => config.publicUrl ?? httpUrl;
  const features = buildFeatures({ config, surroundings, database, secrets, publicUrl });

  const dns = starting.use(await startDns(config, surroundings, features));
  const inspector = starting.use(openInspector(config, surroundings, dns));
  const domainChecks = new DomainChecks({ ...features, ...surroundings, inspector, names: config });
  const transport = starting.use(openTransport(config, surroundings, features));
  const deliverer = new Deliverer({
    ...features,
    signatures: signaturesOf(config, features),
    transport,
    clock,
  });

  const api = starting.use(
    await startApi(config, surroundings, { ...features, domainChecks, database, localZone: dns.localZone }),
  );
  httpUrl = api.url;
  const workers: Worker[] = [
    checkIdentities({ ...features, domainChecks, clock, log }),
    rotateKeys({ ...features, domainChecks, clock, log }),
    forgetLinks({ ...features, clock, log }),
    startDelivering({ ...features, deliverer, clock, log }),
  ];
  for (const worker of workers) starting.use(worker);
  const localKey = config.auth === "open" ? await features.accessKeys.ensureLocalKey() : undefined;

  const running = starting.move();
  return {
    httpUrl,
    dns,
    localKey,
    idle: async () => await settled(workers),
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

type Features = ReturnType<typeof buildFeatures>;

function buildFeatures(parts: {
  config: Config;
  surroundings: Surroundings;
  database: Database;
  secrets: Secrets;
  publicUrl: () => string;
}) {
  const { config, surroundings, database, secrets, publicUrl } = parts;
  const { clock, random } = surroundings;
  const common = { clock, random, secrets };

  const inbox = new Inbox({ ...common, store: new InboxStore(database) });
  const deliveries = new Deliveries({
    ...common,
    queue: new QueueStore(database),
    messages: new MessageStore(database),
    attempts: new AttemptStore(database),
    nudge: new Nudge(),
    lifetimeMs: defaultLifetimeMs,
  });
  const links = new VerificationLinks({
    ...common,
    store: new VerificationLinkStore(database),
    deliveries,
    publicUrl,
    zone: config.zone,
  });
  const checkNudge = new Nudge();
  const checks = new Checks({
    ...common,
    queue: new CheckQueueStore(database),
    history: new CheckHistoryStore(database),
    nudge: checkNudge,
  });
  const dkimKeys = new DkimKeys({ ...common, store: new DkimKeyStore(database) });
  const serviceKey = new ServiceKey({ ...common, store: new ServiceKeyStore(database) });
  const accessKeys = new AccessKeys({ ...common, store: new KeyStore(database) });

  const store = new IdentityStore(database);
  const policyStore = new PolicyStore(database);
  const tags = new Tags({
    store: new TagStore(database),
    // The resources refer to their tags and the tags to their resources: each asks the other only when called.
    taggable: [
      {
        kind: "identity",
        find: async (owner, name) => (await identities.find(owner, name))?.name,
        changeRequiringExistence: (owner, name) => store.requireExistence(owner, name),
      },
      {
        kind: "configuration-set",
        find: async (owner, name) => ((await configurationSets.exists(owner, name)) ? name : undefined),
        changeRequiringExistence: (owner, name) => configurationSets.changeRequiringExistence(owner, name),
      },
    ],
  });
  const configurationSets = new ConfigurationSets({
    ...common,
    store: new ConfigurationSetStore(database),
    tags,
    isVerifiedDomain: async (owner, domain) => {
      const identity = await identities.find(owner, domain);
      return identity !== undefined && maySend(identity);
    },
  });
  const related = { store, configurationSets, dkimKeys, checks, links, tags, clock, random };
  const identities = new Identities({
    ...related,
    details: new IdentityDetailsStore(database),
    policies: policyStore,
  });
  return {
    accessKeys,
    addressProof: new AddressProof(related),
    checks,
    configurationSets,
    deliveries,
    dkimKeys,
    identities,
    identityPolicies: new IdentityPolicies({ identities: store, policies: policyStore }),
    identitySettings: new IdentitySettings(related),
    inbox,
    links,
    nudge: checkNudge,
    serviceKey,
    tags,
    verdicts: new IdentityVerdicts(related),
    localRecords: new DatabaseLocalRecordStore(database),
  };
}

async function startDns(config: Config, { clock, log }: Surroundings, features: Features) {
  const { dkimKeys, serviceKey, localRecords } = features;
  const addresses = () => [config.dns.host];
  const signingZone = new SigningZone({
    apex: config.zone,
    tokens: {
      publicKeyOf: async (token) => await dkimKeys.publicKeyOf(token),
      serviceKeyOf: async (selector) => {
        const key = await serviceKey.open();
        return key.selector === selector ? key : undefined;
      },
    },
    clock,
    addresses,
  });
  // Records that anyone can set prove nothing in the world: they exist at home only.
  const localZone = isLoopback(config.dns.host)
    ? new LocalZone({
        store: localRecords,
        clock,
        nameServer: signingZone.nameServer,
        signingZone: config.zone,
      })
    : undefined;
  const sources = localZone === undefined ? [signingZone] : [signingZone, localZone];
  const server = await startDnsServer({ ...config.dns, sources, clock, log });
  return { ...server, localZone, [Symbol.asyncDispose]: async () => await server[Symbol.asyncDispose]() };
}

function openInspector(
  config: Config,
  surroundings: Surroundings,
  dns: Awaited<ReturnType<typeof startDns>>,
) {
  const resolvers = config.resolvers ?? systemResolvers();
  const home = { address: dns.host, port: dns.port, trusted: true };
  return createDnsInspector({
    ...surroundings,
    start:
      resolvers === "roots"
        ? { kind: "roots" }
        : {
            kind: "resolvers",
            resolvers: resolvers.map(({ host, port }) => ({ address: host, port, trusted: true })),
          },
    allowedNetworks: config.privateNetworks,
    ...(dns.localZone === undefined ? {} : { localZone: home, signingZone: { zone: config.zone, ...home } }),
  });
}

/** What this machine asks; the roots when it has none. */
function systemResolvers(): readonly HostAndPort[] | "roots" {
  const servers = getServers().flatMap((server) => {
    const match = /^\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?$/.exec(isIP(server) === 6 ? `[${server}]` : server);
    return match?.[1] === undefined ? [] : [{ host: match[1], port: Number(match[2] ?? 53) }];
  });
  return servers.length === 0 ? "roots" : servers;
}

function openTransport({ delivery, zone }: Config, { clock }: Surroundings, { inbox }: Features) {
  return delivery.transport === "capture"
    ? captureTransport(inbox)
    : smartHostTransport({ address: delivery.address, clientName: zone, clock });
}

function signaturesOf({ zone }: Config, { serviceKey }: Features): Signatures {
  return new Signatures(async () => {
    const { selector, privateKey } = await serviceKey.open();
    return [{ domain: zone, selector, privateKey }];
  });
}

async function startApi(
  config: Config,
  { clock, log }: Surroundings,
  parts: Features & { domainChecks: DomainChecks; database: Database; localZone: LocalZone | undefined },
) {
  return await startApiServer({
    ...config.http,
    mode: config.auth,
    credentials: parts.accessKeys,
    defaultRegion: config.region,
    ...(config.publicUrl === undefined ? {} : { publicUrl: new URL(config.publicUrl) }),
    handlers: operationHandlers({ ...parts, names: config }),
    routes: [...identityProofRoutes({ ...parts, names: config }), ...dnsRecordRoutes(parts.localZone)],
    pages: [linkPages({ identities: parts.addressProof, log })],
    ready: async () => await parts.database.ping(),
    clock,
    log,
    newRequestId: randomUUID,
  });
}

/** One worker's end may be another's beginning, so all of them are asked until none had anything to do. */
async function settled(workers: readonly Worker[]): Promise<void> {
  for (const worker of [...workers, ...workers]) await worker.idle();
}
