import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { dayMs, secondMs } from "#platform/clock.ts";
import { type LogLevel, logLevels } from "#platform/log.ts";
import { readTracing, type Sampling } from "#platform/tracing.ts";
import { readDomain } from "#protocols/address/domain.ts";
import { readSmartHostUrl, type SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";

/** Everything an operator can set, by the environment variables named in `readConfig`, and nowhere else. */
export interface Config {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly http: HostAndPort;
  readonly smtp: HostAndPort;
  /** SMTP in TLS from the first octet; undefined: nobody listens for it. */
  readonly smtps: HostAndPort | undefined;
  /** Files with the certificate and its key, PEM; undefined: one that vouches for itself. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly inbound: HostAndPort;
  readonly dns: HostAndPort;
  /** Without a slash at its end; undefined: the address that HTTP turns out to listen on. */
  readonly publicUrl: string | undefined;
  /** The zone delegated to us, in lower case. */
  readonly zone: string;
  /** Undefined: the system's. */
  readonly resolvers: readonly HostAndPort[] | "roots" | undefined;
  readonly delivery: DeliveryChoice;
  readonly auth: "open" | "required";
  readonly region: string;
  /** 32 bytes; undefined: a file in the data folder. */
  readonly masterKey: Uint8Array | undefined;
  /** Addresses of this machine that mail may leave from, for pools of dedicated addresses. */
  readonly outboundAddresses: readonly string[];
  /** How long a DKIM key signs before the next one takes over. */
  readonly keyRotationMs: number;
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
  readonly aws: AwsChoice;
}

/** Which events may go out to AWS, how it is reached and as whom. */
export interface AwsChoice {
  /** ARNs with `*`. */
  readonly targets: readonly string[];
  /** Undefined: the SDK's own choice. */
  readonly endpoints: Readonly<Record<(typeof awsServices)[number], string | undefined>>;
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

const awsServices = ["sns", "firehose", "eventbridge", "cloudwatch"] as const;

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

export type DeliveryChoice =
  | { readonly transport: "capture" }
  | { readonly transport: "mx" }
  | { readonly transport: "smart-host"; readonly address: SmartHostAddress };

/** A value that cannot be used: which, and what would do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Throws `ConfigError` for the first value that makes no sense, and for combinations that would not be safe. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = <T>(name: string, fallback: string, parse: (text: string) => T): T => {
    const text = environment[name]?.trim() || fallback;
    try {
      return parse(text);
    } catch (error) {
      throw new ConfigError(
        `${name}=${withoutSecrets(name, text)}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  const optional = <T>(name: string, parse: (text: string) => T): T | undefined =>
    environment[name]?.trim() ? read(name, "", parse) : undefined;

  const http = read("SIGNET_HTTP", "127.0.0.1:4579", readHostAndPort);
  const publicUrl = optional("SIGNET_PUBLIC_URL", readPublicUrl);
  const isAtHome = isLoopback(http.host) && (publicUrl === undefined || isOwnMachine(new URL(publicUrl)));
  const auth = read("SIGNET_AUTH", isAtHome ? "open" : "required", readAuth);
  if (auth === "open" && !isLoopback(http.host)) {
    throw new ConfigError(
      `SIGNET_AUTH=open would let anyone who reaches ${http.host}:${http.port} act as the local account. ` +
        "Listen on 127.0.0.1, or set SIGNET_AUTH=required.",
    );
  }
  return {
    dataFolder: read("SIGNET_DATA", "./data", (text) => text),
    databaseUrl: optional("SIGNET_DATABASE_URL", readDatabaseUrl),
    http,
    smtp: read("SIGNET_SMTP", "127.0.0.1:2587", readHostAndPort),
    smtps: optional("SIGNET_SMTPS", readHostAndPort),
    tls: readTls(
      optional("SIGNET_TLS_CERT", (text) => text),
      optional("SIGNET_TLS_KEY", (text) => text),
    ),
    inbound: read("SIGNET_INBOUND", "127.0.0.1:2525", readHostAndPort),
    dns: read("SIGNET_DNS", "127.0.0.1:5300", readHostAndPort),
    publicUrl,
    zone: read("SIGNET_ZONE", "signet.localhost", readZone),
    resolvers: optional("SIGNET_RESOLVERS", readResolvers),
    delivery: read("SIGNET_DELIVERY", "capture", readDelivery),
    auth,
    region: read("SIGNET_REGION", "us-east-1", readRegion),
    masterKey: optional("SIGNET_MASTER_KEY", readMasterKey),
    outboundAddresses: optional("SIGNET_OUTBOUND_ADDRESSES", readAddresses) ?? [],
    keyRotationMs: read("SIGNET_KEY_ROTATION_DAYS", "180", readDays) * dayMs,
    drainMs: read("SIGNET_DRAIN_SECONDS", isAtHome ? "0" : "5", readDrainSeconds) * secondMs,
    metrics: optional("SIGNET_METRICS", readHostAndPort),
    logLevel: read("SIGNET_LOG", "info", readLogLevel),
    traces: readTraces(environment),
    privateNetworks: optional("SIGNET_PRIVATE_NETWORKS", readNetworks) ?? [],
    aws: {
      targets: optional("SIGNET_AWS_EVENTS", readArnPatterns) ?? [],
      endpoints: awsEndpoints((service) => optional(`AWS_ENDPOINT_URL${service}`, readPublicUrl)),
      credentials: awsCredentials(environment),
    },
  };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Behind a proxy everybody's requests come from loopback: with a name in the world, open is for the operator to say. */
function isOwnMachine({ hostname }: URL): boolean {
  return isLoopback(hostname.replace(/^\[|\]$/g, "")) || hostname.endsWith(".localhost");
}

/** This text ends in a log. A URL may hold a password, which may hold anything. */
function withoutSecrets(name: string, text: string): string {
  return name === "SIGNET_MASTER_KEY" ? "***" : text.replace(/:.*@/s, "://***@");
}

function readHostAndPort(text: string): HostAndPort {
  const place = hostAndPort(text);
  if (place === undefined) throw new Error("expected host:port, such as 127.0.0.1:4579 or [::1]:0");
  return place;
}

function hostAndPort(text: string): HostAndPort | undefined {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

function readTls(cert: string | undefined, key: string | undefined): Config["tls"] {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === undefined && key === undefined) return undefined;
  throw new ConfigError("SIGNET_TLS_CERT and SIGNET_TLS_KEY belong together: set both, or neither.");
}

function readAuth(text: string): Config["auth"] {
  if (text === "open" || text === "required") return text;
  throw new Error("expected open or required");
}

function readDatabaseUrl(text: string): string {
  if (/^postgres(?:ql)?:\/\//.test(text)) return text;
  throw new Error("expected postgres://user:password@host:5432/database");
}

function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Error("expected http://… or https://… without a query");
  }
  return url.href.replace(/\/$/, "");
}

function readZone(text: string): string {
  const reading = readDomain(text);
  if (!reading.ok) throw new Error(reading.fault);
  return reading.name;
}

function readResolvers(text: string): readonly HostAndPort[] | "roots" {
  if (text === "roots") return "roots";
  return text.split(",").map((entry) => {
    const plain = entry.trim();
    if (isIP(plain) !== 0) return { host: plain, port: 53 };
    const place = hostAndPort(plain);
    if (place !== undefined && isIP(place.host) !== 0) return place;
    throw new Error("expected roots, or addresses such as 192.0.2.53,[2001:db8::53]:5353");
  });
}

function readDelivery(text: string): DeliveryChoice {
  if (text === "capture") return { transport: "capture" };
  if (text === "mx") return { transport: "mx" };
  return { transport: "smart-host", address: readSmartHostUrl(text) };
}

/** A region's name as AWS writes them; any name of that form is one here. */
function readRegion(text: string): string {
  if (/^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text)) return text;
  throw new Error("expected a region such as eu-west-1");
}

function readMasterKey(text: string): Uint8Array {
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (key.length === 32) return key;
  throw new Error("expected 32 bytes as 64 hexadecimal digits or as base64");
}

function readAddresses(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const address = entry.trim();
    if (isIP(address) === 0) throw new Error(`${address} is no IP address such as 192.0.2.25`);
    return address;
  });
}

function readArnPatterns(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const pattern = entry.trim();
    if (!/^arn:[^:\s]+:(?:sns|firehose|events|cloudwatch):[^:\s]+:[^:\s]+:\S+$/.test(pattern)) {
      throw new Error(
        `${pattern} is no ARN of SNS, Firehose, EventBridge or CloudWatch, such as arn:aws:sns:eu-west-1:123456789012:*`,
      );
    }
    return pattern;
  });
}

/** The AWS SDK's own names: one for a service goes before the one for all. */
function awsEndpoints(read: (suffix: string) => string | undefined): AwsChoice["endpoints"] {
  const all = read("");
  const of = (service: (typeof awsServices)[number]) => read(`_${service.toUpperCase()}`) ?? all;
  return {
    sns: of("sns"),
    firehose: of("firehose"),
    eventbridge: of("eventbridge"),
    cloudwatch: of("cloudwatch"),
  };
}

function awsCredentials(environment: Readonly<Record<string, string | undefined>>): AwsChoice["credentials"] {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new Error("expected a number of days from 1 to 3650");
}

function readTraces(environment: Readonly<Record<string, string | undefined>>): Sampling | undefined {
  try {
    return readTracing(environment);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text);
  if (level === undefined) throw new Error(`expected ${logLevels.join(", ")}`);
  return level;
}

function readDrainSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 20) return seconds;
  throw new Error("expected a number of seconds from 0 to 20: all is to have ended after 30");
}

function readNetworks(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const network = entry.trim();
    if (!ipaddr.isValidCIDR(network)) throw new Error(`${network} is no network such as 10.0.0.0/8`);
    return network;
  });
}
