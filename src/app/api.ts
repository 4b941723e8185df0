import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { FastifyPluginCallback } from "fastify";
import type { Config, DeliveryChoice } from "#config.ts";
import type { AddressInsights } from "#features/address-insights/index.ts";
import type { Blocklists } from "#features/blocklists/index.ts";
import { CallRate } from "#features/call-rate/index.ts";
import { CustomVerification } from "#features/custom-verification/index.ts";
import type { DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import type { DmarcReports } from "#features/dmarc-reports/index.ts";
import type { Doctor } from "#features/doctor/index.ts";
import type { DomainAdvice } from "#features/domain-advice/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import type { LocalZone } from "#features/local-zone/index.ts";
import type { Recommendations } from "#features/recommendations/index.ts";
import { Resending, Samples, type Sending } from "#features/sending/index.ts";
import type { SignatureVerdicts } from "#features/signature-verdicts/index.ts";
import type { CurrentCertificate } from "#features/tls-certificate/index.ts";
import type { Callers } from "#platform/callers.ts";
import type { Database } from "#platform/database/open.ts";
import { Proxies } from "#platform/proxies.ts";
import { version } from "#platform/version.ts";
import type { Credentials } from "#servers/api/auth/credentials.ts";
import { isOwnHost } from "#servers/api/auth/own-page.ts";
import { SessionCookie } from "#servers/api/auth/session-cookie.ts";
import { olderHandlers } from "#servers/api/older/index.ts";
import { operationHandlers } from "#servers/api/operations/index.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { type HttpServerOptions, startApiServer, startHealthServer } from "#servers/api/server.ts";
import {
  blocklistRoutes,
  certificateRoutes,
  configurationSetListRoutes,
  configurationSetReputationRoutes,
  contactRoutes,
  destinationDeliveryRoutes,
  dmarcReportRoutes,
  dnsRecordRoutes,
  doctorRoutes,
  type Installation,
  identityListRoutes,
  identityProofRoutes,
  identityRecordRoutes,
  inboxRoutes,
  keyRoutes,
  localZoneOr,
  messageRoutes,
  overviewRoutes,
  queueRoutes,
  type SmtpPlace,
  sessionRoutes,
  smtpSettingsRoutes,
  streamRoutes,
  suppressionRoutes,
  templateListRoutes,
  templatePreviewRoutes,
  topicRoutes,
  userRoutes,
  webhookRoutes,
} from "#servers/api/signet/index.ts";
import { consolePages } from "#servers/console/index.ts";
import {
  exportPages,
  linkPages,
  noticePage,
  pageHeaders,
  topicPages,
  trackingPages,
  unsubscribePages,
} from "#servers/links/index.ts";
import { metricsPage } from "#servers/metrics/index.ts";
import type { Features } from "./features.ts";
import type { Metrics } from "./metrics.ts";
import type { Surroundings } from "./surroundings.ts";

type Parts = Features & {
  readonly sending: Sending;
  readonly blocklists: Blocklists;
  readonly deliverabilityTests: DeliverabilityTests;
  readonly dmarcReports: DmarcReports;
  readonly domainChecks: DomainChecks;
  readonly addressInsights: AddressInsights;
  readonly domainAdvice: DomainAdvice;
  readonly recommendations: Recommendations;
  readonly signatureVerdicts: SignatureVerdicts;
  readonly database: Database;
  readonly callers: Callers;
  readonly localZone: LocalZone | undefined;
  readonly certificate: CurrentCertificate | undefined;
  readonly smtpPlace: SmtpPlace;
  readonly doctor: Doctor;
  readonly metrics: Metrics | undefined;
};

/** What every process answers over HTTP; the API where that is its part. */
export async function startHttp(config: Config, surroundings: Surroundings, parts: Parts) {
  const common = {
    ...config.http,
    ...surroundings,
    newRequestId: randomUUID,
    ready: async () => await parts.database.ping(),
  };
  if (config.roles.has("api")) return await startApi(config, common, parts);
  return await startHealthServer({ ...common, pages: metricsAtHome(config, parts) });
}

/** The HTTP API: SES's operations, our own calls, and the pages behind links. */
async function startApi(config: Config, common: HttpServerOptions & Surroundings, given: Parts) {
  const { clock, log } = common;
  const publicUrl = publicUrlOf(config);
  const proxies = new Proxies(config.trustedProxies);
  const parts = { ...given, proxies, samples: new Samples({ ...common, ...given, zone: config.zone }) };
  const customVerification = new CustomVerification({ ...common, ...parts, store: parts.customTemplates });
  const services = { ...parts, customVerification, names: config };
  return await startApiServer({
    ...common,
    https: httpsOf(config, common, given),
    mode: config.auth,
    proxies,
    credentials: credentialsOf(parts),
    repeatedCalls: parts.repeatedCalls,
    callers: parts.callers,
    callLimit: callRateOf(config, common, parts),
    defaultRegion: config.region,
    serves: (region) => config.cells.serves(region),
    requireServed: (region) => config.cells.requireServed(region),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    handlers: operationHandlers(services),
    olderHandlers: olderHandlers(services),
    topics: parts.topics,
    routes: ownRoutes(config, { ...parts, clock }),
    pages: [
      linkPages({ identities: parts.addressProof, proxies, log }),
      topicPages(parts),
      unsubscribePages({ ...parts, log }),
      trackingPages({ ...parts, log }),
      exportPages(parts),
      consolePages({
        folder: fileURLToPath(new URL("../../console/dist/", import.meta.url)),
        isOwnHost: (host) => config.auth === "required" || isOwnHost(host, publicUrl),
        notBuilt: { headers: pageHeaders({ forms: false }), page: noticePage(consoleNotBuilt) },
      }),
      ...metricsAtHome(config, parts),
    ],
  });
}

function httpsOf(
  { https }: Config,
  { log }: Pick<Surroundings, "log">,
  { certificate }: Pick<Parts, "certificate">,
): HttpServerOptions["https"] {
  if (https === undefined || certificate === undefined) return undefined;
  const onError = (err: Error) => log.error({ err }, "The listener for HTTPS failed.");
  return { ...https, certificate, onError };
}

const consoleNotBuilt = {
  title: "The console is not built",
  kind: "bad",
  text: "The API works; its pages are missing. Stop the service and start it with npm start, which builds what is missing.",
} as const;

/** Where they have no place of their own and nobody but this machine is answered anyway. */
function metricsAtHome(config: Config, { metrics }: Parts): FastifyPluginCallback[] {
  if (metrics === undefined || config.metrics !== undefined) return [];
  return [metricsPage(async () => await metrics.exposition())];
}

function callRateOf(
  { apiRate, cells }: Config,
  surroundings: Surroundings,
  { callAllowances }: Parts,
): CallRate | undefined {
  if (apiRate === undefined) return undefined;
  return new CallRate({
    ...surroundings,
    store: callAllowances,
    perSecond: apiRate,
    isByRegion: cells.served.length > 0,
  });
}

function publicUrlOf({ publicUrl }: Config): URL | undefined {
  return publicUrl === undefined ? undefined : new URL(publicUrl);
}

/** Keys prove programs, sessions people. */
function credentialsOf({ accessKeys, sessions }: Parts): Credentials {
  return {
    findAccessKey: async (id) => await accessKeys.findAccessKey(id),
    findApiKey: async (token) => await accessKeys.findApiKey(token),
    noteUse: (id) => accessKeys.noteUse(id),
    findSession: async (token) => await sessions.find(token),
  };
}

/** What there is beside SES's operations. */
function ownRoutes(
  config: Config,
  parts: Parts & Pick<Surroundings, "clock"> & { readonly samples: Samples },
): PlainRoute[] {
  const resending = new Resending({
    ...parts,
    messages: parts.sentMessages,
    mayLeave: config.delivery.transport !== "capture",
  });
  return [
    ...sessionRoutes({
      ...parts,
      installation: installationOf(config, parts),
      cookie: new SessionCookie(publicUrlOf(config)),
    }),
    ...userRoutes(parts),
    ...keyRoutes(parts),
    ...identityListRoutes(parts),
    ...identityProofRoutes({ ...parts, localZone: () => localZoneOr(parts.localZone), names: config }),
    ...identityRecordRoutes({ ...parts, names: config }),
    ...dnsRecordRoutes(parts.localZone),
    ...inboxRoutes({ ...parts, resending }),
    ...configurationSetListRoutes(parts),
    ...configurationSetReputationRoutes(parts),
    ...templateListRoutes(parts),
    ...templatePreviewRoutes(parts),
    ...contactRoutes(parts),
    ...topicRoutes(parts),
    ...destinationDeliveryRoutes(parts),
    ...webhookRoutes(parts),
    ...certificateRoutes(parts),
    ...messageRoutes({ ...parts, resending }),
    ...overviewRoutes(parts),
    ...queueRoutes(parts),
    ...suppressionRoutes(parts),
    ...smtpSettingsRoutes(parts),
    ...blocklistRoutes(parts),
    ...dmarcReportRoutes(parts),
    ...doctorRoutes(parts),
    ...streamRoutes(parts),
  ];
}

function installationOf(config: Config, { localZone }: Parts): Installation {
  const { auth, region, zone } = config;
  const delivery = wayOut[config.delivery.transport];
  return { auth, region, zone, delivery, hasLocalZone: localZone !== undefined, version: version() };
}

const wayOut = { capture: "capture", "smart-host": "smtp", mx: "mx" } as const satisfies Record<
  DeliveryChoice["transport"],
  string
>;
