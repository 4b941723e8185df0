import { sendsFrom } from "#config/reached-at.ts";
import { type Config, ConfigError } from "#config.ts";
import { type AddressInsights, screened } from "#features/address-insights/index.ts";
import {
  captureTransport,
  MxTransport,
  policyAt,
  routeByDomain,
  StsPolicies,
  simulatorDomain,
  simulatorTransport,
  smartHostTransport,
  type Transport,
} from "#features/delivery/index.ts";
import type { Shares } from "#features/shares/index.ts";
import type { TlsReports } from "#features/tls-reports/index.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import type { Features } from "./features.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";
import type { Surroundings } from "./surroundings.ts";

type Parts = Features & {
  readonly addressInsights: AddressInsights;
  /** With the other processes; undefined where there are none. */
  readonly shares: Shares | undefined;
  /** Undefined where there are no resolvers to ask. */
  readonly mailExchangers: FoundMailExchangers | undefined;
  /** Undefined: nobody is told how sessions went. */
  readonly tlsReports: TlsReports | undefined;
};

/** The way out that the operator chose; what is for the mailbox simulator never takes it. */
export function openTransport(config: Config, surroundings: Surroundings, features: Parts): Transport {
  const wayOut = screened(openWayOut(config, surroundings, features), { ...surroundings, ...features });
  return features.deliveryQueue.heeding(
    routeByDomain(new Map([[simulatorDomain, simulatorTransport]]), wayOut),
  );
}

function openWayOut(config: Config, surroundings: Surroundings, features: Parts): Transport {
  const { delivery, zone: clientName } = config;
  const { clock } = surroundings;
  switch (delivery.transport) {
    case "capture":
      return captureTransport(features.inbox);
    case "smart-host":
      return smartHostTransport({ address: delivery.address, clientName, clock, shares: features.shares });
    case "mx":
      return openMx(config, surroundings, features);
  }
}

function openMx(
  config: Config,
  surroundings: Surroundings,
  { announcements, dedicatedIps, deliveryQueue, mailExchangers, shares, tlsReports }: Parts,
): Transport {
  const { clock, mailServerPort } = surroundings;
  if (mailExchangers === undefined) {
    throw new ConfigError(
      "SIGNET_DELIVERY=mx needs recursive resolvers to find mail servers with: set SIGNET_RESOLVERS to their addresses.",
    );
  }
  const { exchangers, lookUp } = mailExchangers;
  const refusedAddress = createAddressPolicy(config.privateNetworks);
  const policies = new StsPolicies({
    lookUp,
    fetch: async (url) =>
      await policyAt(url, {
        refusedAddress,
        addressesOf: async (host) => await exchangers.addressesOf(host),
      }),
    clock,
  });
  const transport = new MxTransport({
    ...(shares === undefined ? {} : { shares }),
    ...(config.siteRate === undefined ? {} : { mostPerSecond: config.siteRate }),
    policyOf: async (domain, enter) => await policies.policyOf(domain, enter),
    sourceAddresses: async (owner, pool) => await dedicatedIps.sourceAddresses(owner, pool),
    exchangers,
    heldUntil: async (owner, site) => await deliveryQueue.siteHeldUntil(owner, site),
    refusedAddress,
    ...(tlsReports === undefined
      ? {}
      : {
          sessionListener: {
            note: (session) => tlsReports.note(session),
            stsFaultOf: (domain) => policies.faultOf(domain),
            sendsFrom: sendsFrom(config),
          },
        }),
    clientName: config.zone,
    clock,
    port: mailServerPort,
  });
  const hearing = announcements.hear("mail-sites-retried", (site) => transport.endRest(site));
  return {
    concurrency: transport.concurrency,
    deliver: async (...work) => await transport.deliver(...work),
    [Symbol.asyncDispose]: async () => {
      hearing[Symbol.dispose]();
      await transport[Symbol.asyncDispose]();
    },
  };
}
