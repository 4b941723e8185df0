import { reachedAt, sendsFrom } from "#config/reached-at.ts";
import { type Config, hasLocalZone } from "#config.ts";
import { AddressInsights } from "#features/address-insights/index.ts";
import { DmarcReportStore, DmarcReports } from "#features/dmarc-reports/index.ts";
import { createDnsInspector, type DnsInspector } from "#features/dns-evidence/index.ts";
import { DomainAdvice } from "#features/domain-advice/index.ts";
import { DomainChecks } from "#features/domain-checks/index.ts";
import { LocalZone } from "#features/local-zone/index.ts";
import { Recommendations } from "#features/recommendations/index.ts";
import { SignatureVerdicts } from "#features/signature-verdicts/index.ts";
import { SigningZone } from "#features/signing-zone/index.ts";
import { suppressNobody } from "#features/suppression/index.ts";
import { startDnsServer } from "#servers/dns/dns-server.ts";
import { buildAcmeOrders, certificateProofs } from "./acme.ts";
import { buildBlocklists } from "./blocklists.ts";
import type { Features } from "./features.ts";
import type { Ground } from "./ground.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";
import type { Surroundings } from "./surroundings.ts";
import { onlyServers, resolversNow } from "./system-resolvers.ts";

/** Answers for the signing zone and, at home, for local zones. */
export async function startDns(config: Config, { clock, log }: Surroundings, features: Features) {
  const { dkimKeys, domainOwners, serviceKey, localRecords, keptIssuance } = features;
  const addresses = reachedAt(config);
  if (addresses.length === 0) {
    log.warn(
      { zone: config.zone },
      "The zone's name server has no address: set SIGNET_ADDRESSES to where the world reaches this installation.",
    );
  }
  const signingZone = new SigningZone({
    apex: config.zone,
    tokens: {
      publicKeyOf: async (token) => await dkimKeys.publicKeyOf(token),
      serviceKeyOf: async (selector) => {
        const key = await serviceKey.open();
        return key.selector === selector ? key : undefined;
      },
    },
    proofs: certificateProofs(config, keptIssuance),
    takesReportsOf: async (domain) => (await domainOwners.ofProven([domain])).length > 0,
    announcements: features.announcements,
    clock,
    addresses: () => addresses,
    sendingAddresses: sendsFrom(config),
  });
  const localZone = hasLocalZone(config)
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

/** Looks for customers' records, from this machine's resolvers or the roots on. */
export function openInspector(
  { config, surroundings, shares }: Ground,
  dns: Awaited<ReturnType<typeof startDns>> | undefined,
) {
  const resolvers = resolversNow(config);
  const home = dns?.localZone && { address: dns.host, port: dns.port, trusted: true };
  return createDnsInspector({
    ...surroundings,
    shares,
    start:
      resolvers() === "roots"
        ? { kind: "roots" }
        : { kind: "resolvers", resolvers: () => onlyServers(resolvers()) },
    allowedNetworks: config.privateNetworks,
    ...(home === undefined ? {} : { localZone: home, signingZone: { zone: config.zone, ...home } }),
  });
}

/** What asks the world's name servers. */
export async function buildLooks(
  ground: Ground,
  features: Features & {
    readonly inspector: DnsInspector;
    /** Undefined where there are no resolvers to ask. */
    readonly mailExchangers: FoundMailExchangers | undefined;
  },
) {
  const { config, surroundings } = ground;
  const { mailExchangers } = features;
  const parts = { ...features, exchangers: mailExchangers?.exchangers };
  const domainAdvice = new DomainAdvice({ ...parts, names: config });
  const signatureVerdicts = new SignatureVerdicts({ ...parts, ...surroundings, zone: config.zone });
  return {
    inspector: features.inspector,
    mailExchangers,
    acmeOrders: await buildAcmeOrders(ground, features),
    addressInsights: new AddressInsights({
      ...parts,
      listFor: async ({ owner, report, sentAt }) => {
        const sent = { configurationSet: report?.configurationSet, tenant: report?.tenant, sentAt };
        const rules = await features.suppressionRules(owner, sent);
        return rules === suppressNobody ? undefined : { ...owner, tenant: rules.tenant };
      },
    }),
    blocklists: buildBlocklists(ground, { ...features, lookUp: mailExchangers?.lookUp }),
    domainChecks: new DomainChecks({ ...parts, ...surroundings, names: config }),
    domainAdvice,
    recommendations: new Recommendations({ ...parts, ...surroundings, domainAdvice }),
    dmarcReports: new DmarcReports({
      ...parts,
      ...surroundings,
      signatureVerdicts,
      store: new DmarcReportStore(ground.database),
      zone: config.zone,
    }),
    signatureVerdicts,
  };
}
