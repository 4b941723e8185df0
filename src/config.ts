import { isIP } from "node:net";
import { dayMs, secondMs } from "#platform/clock.ts";
import type { LogLevel } from "#platform/log.ts";
import { readTracing, type Sampling } from "#platform/tracing.ts";
import { type AcmeChoice, readAcme } from "./config/acme.ts";
import {
  type AwsChoice,
  awsCredentials,
  awsEndpoints,
  readArnPatterns,
  readObjectArnPatterns,
} from "./config/aws.ts";
import { type ChosenBlocklist, readBlocklists } from "./config/blocklists.ts";
import { allRoles, Cells, mailsLinks, type Role, readCells, readRegions, readRoles } from "./config/cell.ts";
import { type OidcChoice, readOidc } from "./config/oidc.ts";
import { ConfigError, type Environment, type Readers, readersOf } from "./config/readers.ts";
import { readSeedMailboxes, type SeedMailbox } from "./config/seed-mailboxes.ts";
import { readTlsReporting, type TlsReporting } from "./config/tls-reports.ts";
import {
  type DeliveryChoice,
  type HostAndPort,
  readAddresses,
  readAuth,
  readCallsPerSecond,
  readDatabaseUrl,
  readDays,
  readDelivery,
  readDrainSeconds,
  readGivenMasterKey,
  readHostAndPort,
  readHttpUrl,
  readLogLevel,
  readNetworks,
  readPublicUrl,
  readRate,
  readRegion,
  readResolvers,
  readRetentionDays,
  readSwitch,
  readZone,
} from "./config/values.ts";

export { allRoles, mailsLinks, type Role } from "./config/cell.ts";
export { ConfigError } from "./config/readers.ts";
export type { DeliveryChoice, HostAndPort } from "./config/values.ts";

/** Everything an operator can set, by the environment variables named in `readConfig`, and nowhere else. */
export interface Config {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly http: HostAndPort;
  /** The same in TLS; undefined: nobody listens for it. */
  readonly https: HostAndPort | undefined;
  readonly smtp: HostAndPort;
  /** SMTP in TLS from the first octet; undefined: nobody listens for it. */
  readonly smtps: HostAndPort | undefined;
  /** Files with the certificate and its key, PEM; undefined: an authority's, or one that vouches for itself. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Undefined: no authority is asked for a certificate. */
  readonly acme: AcmeChoice | undefined;
  readonly inbound: HostAndPort;
  readonly dns: HostAndPort;
  /** Without a path, nor a slash at its end; undefined: the address that HTTP turns out to listen on. */
  readonly publicUrl: string | undefined;
  /** The zone delegated to us, in lower case. */
  readonly zone: string;
  /** Undefined: the system's. */
  readonly resolvers: readonly HostAndPort[] | "roots" | undefined;
  readonly delivery: DeliveryChoice;
  /** Messages a second to the servers of one provider; undefined: as many as they take. */
  readonly siteRate: number | undefined;
  readonly auth: "open" | "required";
  /** Who else than Signet vouches for people who sign in; undefined: nobody. */
  readonly oidc: OidcChoice | undefined;
  /** Whether the resolvers are believed when they say that an answer is signed, and mail goes by what servers' TLSA records demand. */
  readonly dane: boolean;
  /** Who tells domains how sessions in TLS with their servers went; undefined: nobody. */
  readonly tlsReporting: TlsReporting | undefined;
  /** How many calls a second each account may make in each region; undefined: as many as it likes. */
  readonly apiRate: number | undefined;
  /** Of requests that name none. */
  readonly region: string;
  /** What this process does; the others of its cell do the rest. */
  readonly roles: ReadonlySet<Role>;
  /** Which regions are served here, and whom to ask for others. */
  readonly cells: Cells;
  /** 32 bytes; undefined: a file in the data folder. */
  readonly masterKey: Uint8Array | undefined;
  /** Where the world reaches this installation; undefined: as `config/reached-at.ts` finds out. */
  readonly addresses: readonly string[] | undefined;
  /** Addresses of this machine that mail may leave from, for pools of dedicated addresses. */
  readonly outboundAddresses: readonly string[];
  /** Which are asked about the addresses that mail leaves from; none: nobody is. */
  readonly blocklists: readonly ChosenBlocklist[];
  /** Mailboxes at providers that deliverability tests are sent to; none: there are no tests. */
  readonly seedMailboxes: readonly SeedMailbox[];
  /** How long a DKIM key signs before the next one takes over. */
  readonly keyRotationMs: number;
  /** How long messages, and what became of them, are kept; undefined: for ever. */
  readonly retentionMs: number | undefined;
  /** How long callers are still answered once the service is told to stop and says that it is not ready. */
  readonly drainMs: number;
  /** Where Prometheus finds the metrics; undefined: at home with the API, else nowhere. */
  readonly metrics: HostAndPort | undefined;
  /** The least grave that is logged; `debug`: every request and every item of work. */
  readonly logLevel: LogLevel;
  /** Undefined: nobody collects traces. */
  readonly traces: Sampling | undefined;
  /** CIDRs that name servers may be in although they are reserved: an internal network. */
  readonly privateNetworks: readonly string[];
  /** Networks of proxies that are believed for whom they ask. */
  readonly trustedProxies: readonly string[];
  readonly aws: AwsChoice;
}

export const defaultDataFolder = "./data";

/** Throws `ConfigError` for the first value that makes no sense, and for combinations that would not be safe. */
export function readConfig(environment: Environment): Config {
  const readers = readersOf(environment);
  const { read, optional } = readers;
  const http = read("SIGNET_HTTP", "127.0.0.1:4579", readHostAndPort);
  const publicUrl = optional("SIGNET_PUBLIC_URL", readPublicUrl);
  const https = optional("SIGNET_HTTPS", readHostAndPort);
  const outside = [http, ...(https === undefined ? [] : [https])].find(({ host }) => !isLoopbackHost(host));
  const isAtHome = outside === undefined && (publicUrl === undefined || isOwnMachine(new URL(publicUrl)));
  const auth = read("SIGNET_AUTH", isAtHome ? "open" : "required", readAuth);
  if (auth === "open" && outside !== undefined) {
    throw new ConfigError(
      `SIGNET_AUTH=open would let anyone who reaches ${outside.host}:${outside.port} act as the local account. ` +
        "Listen on 127.0.0.1, or set SIGNET_AUTH=required.",
    );
  }
  const tls = readTls(
    optional("SIGNET_TLS_CERT", (text) => text),
    optional("SIGNET_TLS_KEY", (text) => text),
  );
  const zone = read("SIGNET_ZONE", "signet.localhost", readZone);
  return {
    dataFolder: read("SIGNET_DATA", defaultDataFolder, (text) => text),
    databaseUrl: optional("SIGNET_DATABASE_URL", readDatabaseUrl),
    http,
    https,
    smtp: read("SIGNET_SMTP", "127.0.0.1:2587", readHostAndPort),
    smtps: optional("SIGNET_SMTPS", readHostAndPort),
    tls,
    acme: readAcme(readers, { tls, zone }),
    inbound: read("SIGNET_INBOUND", "127.0.0.1:2525", readHostAndPort),
    dns: read("SIGNET_DNS", "127.0.0.1:5300", readHostAndPort),
    publicUrl,
    zone,
    resolvers: optional("SIGNET_RESOLVERS", readResolvers),
    delivery: read("SIGNET_DELIVERY", "capture", readDelivery),
    siteRate: optional("SIGNET_SITE_RATE", readRate),
    dane: read("SIGNET_DANE", "off", readSwitch),
    tlsReporting: read("SIGNET_TLS_REPORTS", "off", readTlsReporting),
    auth,
    oidc: readOidc(readers, auth),
    apiRate: optional("SIGNET_API_RATE", readCallsPerSecond),
    ...readPlace(readers, publicUrl),
    masterKey: optional("SIGNET_MASTER_KEY", readGivenMasterKey),
    addresses: optional("SIGNET_ADDRESSES", readAddresses),
    outboundAddresses: optional("SIGNET_OUTBOUND_ADDRESSES", readAddresses) ?? [],
    blocklists: optional("SIGNET_BLOCKLISTS", readBlocklists) ?? [],
    seedMailboxes: optional("SIGNET_SEED_MAILBOXES", readSeedMailboxes) ?? [],
    keyRotationMs: read("SIGNET_KEY_ROTATION_DAYS", "180", readDays) * dayMs,
    retentionMs: read("SIGNET_RETENTION_DAYS", "30", readRetentionDays),
    drainMs: read("SIGNET_DRAIN_SECONDS", isAtHome ? "0" : "5", readDrainSeconds) * secondMs,
    metrics: optional("SIGNET_METRICS", readHostAndPort),
    logLevel: read("SIGNET_LOG", "info", readLogLevel),
    traces: readTraces(environment),
    privateNetworks: optional("SIGNET_PRIVATE_NETWORKS", readNetworks) ?? [],
    trustedProxies: optional("SIGNET_TRUSTED_PROXIES", readNetworks) ?? [],
    aws: readAws(readers, environment),
  };
}

/** What of the whole this process is: its roles, and the regions of its cell. */
function readPlace(
  { read, optional }: Readers,
  publicUrl: string | undefined,
): Pick<Config, "roles" | "region" | "cells"> {
  const roles = read("SIGNET_ROLES", allRoles.join(","), readRoles);
  if (mailsLinks(roles) && !roles.has("api") && publicUrl === undefined) {
    throw new ConfigError(
      "Without the role api, SIGNET_PUBLIC_URL must say where the links that are mailed from here are answered.",
    );
  }
  const regions = optional("SIGNET_REGIONS", readRegions);
  const region = read("SIGNET_REGION", regions?.[0] ?? "us-east-1", readRegion);
  const others = optional("SIGNET_CELLS", readCells) ?? new Map<string, string>();
  const cells = new Cells(regions, others);
  if (!cells.serves(region)) {
    throw new ConfigError(
      `SIGNET_REGION=${region}: requests that name no region would be for another cell. Name one of SIGNET_REGIONS.`,
    );
  }
  const twice = others.keys().find((other) => cells.serves(other));
  if (twice !== undefined) {
    throw new ConfigError(
      `SIGNET_CELLS names a cell for ${twice}, which is served here: SIGNET_REGIONS says which are.`,
    );
  }
  return { roles, region, cells };
}

function readAws({ optional }: Readers, environment: Environment): AwsChoice {
  return {
    targets: optional("SIGNET_AWS_EVENTS", readArnPatterns) ?? [],
    sources: optional("SIGNET_AWS_IMPORTS", readObjectArnPatterns) ?? [],
    endpoints: awsEndpoints((service) => optional(`AWS_ENDPOINT_URL${service}`, readHttpUrl)),
    credentials: awsCredentials(environment),
  };
}

/** Records that anyone can set prove nothing in the world: they exist at home only. */
export function hasLocalZone({ auth, dns }: Pick<Config, "auth" | "dns">): boolean {
  return auth === "open" && isLoopbackHost(dns.host);
}

export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Behind a proxy everybody's requests come from loopback: with a name in the world, open is for the operator to say. */
export function isOwnMachine({ hostname }: URL): boolean {
  return isLoopbackHost(hostname.replace(/^\[|\]$/g, "")) || hostname.endsWith(".localhost");
}

function readTls(cert: string | undefined, key: string | undefined): Config["tls"] {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === undefined && key === undefined) return undefined;
  throw new ConfigError("SIGNET_TLS_CERT and SIGNET_TLS_KEY belong together: set both, or neither.");
}

function readTraces(environment: Environment): Sampling | undefined {
  try {
    return readTracing(environment);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}
