import { type Config, hasLocalZone, isLoopbackHost } from "#config.ts";
import type { AliasToPublish } from "#features/acme/index.ts";
import { masterFileLine } from "#protocols/dns/master-file.ts";
import type { ResourceRecord } from "#protocols/dns/record.ts";

/** What an operator publishes so that the world finds the signing zone, and what still stands in the way. */
export function delegationText(
  config: Pick<Config, "zone" | "dns" | "auth">,
  delegation: readonly ResourceRecord[],
  addressGiven: boolean,
  proofs: readonly AliasToPublish[] = [],
): string[] {
  const { zone, dns } = config;
  if (zone === "localhost" || zone.endsWith(".localhost")) {
    return [
      `${zone} exists on this machine only (RFC 6761 §6.3): nothing to delegate.`,
      "",
      ...(hasLocalZone(config)
        ? [
            "Domains in the local zone are verified all the same: signet identity create example.com --publish-locally",
          ]
        : []),
      "For the world's domains choose a name below a domain of yours and listen where the world can ask:",
      "",
      "  SIGNET_ZONE=mail.example.com SIGNET_DNS=0.0.0.0:53 npm start",
    ];
  }
  const parent = zone.slice(zone.indexOf(".") + 1);
  const hasAddress = delegation.some(({ type }) => type !== "NS");
  return [
    `Publish these records in the zone that holds ${parent}:`,
    "",
    ...delegation.map((record) => `  ${masterFileLine(record)}`),
    ...(hasAddress
      ? []
      : [
          "",
          "Add the address of ns1 as an A or AAAA record, and set SIGNET_ADDRESSES to it: the zone itself has to say the same.",
          "No address of this machine is public; --address <ip> prints it here.",
        ]),
    ...(isLoopbackHost(dns.host) && !addressGiven
      ? [
          "",
          `But the DNS server listens on ${dns.host} only: set SIGNET_DNS=<address>:53 so that others can ask it.`,
        ]
      : []),
    ...(dns.port === 53
      ? []
      : ["", `Name servers are asked on port 53; the DNS server listens on ${dns.port}.`]),
    "",
    `Then 'dig +trace NS ${zone}' ends at ${delegation[0]?.type === "NS" ? delegation[0].target : zone}.`,
    ...(proofs.length === 0
      ? []
      : [
          "",
          "So that the certificate is for these names too (SIGNET_ACME), publish once, where their own zones are:",
          "",
          ...proofs.map((alias) => `  ${masterFileLine({ ...alias, ttl: 3_600, type: "CNAME" })}`),
        ]),
    "",
    `Feedback loops of mailbox providers report to fbl@${zone}; they are confirmed at postmaster@${zone}.`,
  ];
}
