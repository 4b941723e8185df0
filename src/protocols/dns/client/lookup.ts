import type { RecordType, ResourceRecord } from "#protocols/dns/record.ts";
import type { DnsClient } from "./dns-client.ts";
import { describeExchange, type Server } from "./exchange.ts";

interface Signed {
  /** The resolver was asked, and says that all of it is signed (DNSSEC). */
  readonly isAuthenticated?: true;
}

/** What recursive resolvers say of a name. */
export type Looked =
  | (Signed & {
      readonly kind: "records";
      readonly records: readonly ResourceRecord[];
      readonly ttlSeconds: number;
    })
  | (Signed & { readonly kind: "no-such-name" | "no-such-type" })
  /** Nobody knows: the resolvers, or the zone's servers, could not be asked. */
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Room for a client that asks the operator's own resolvers: a resolver is not spared as strangers' servers are, and a name whose servers
 * are silent holds its place there for all the time it is waited for.
 */
export const roomForLookUps = { maxInFlight: 4_000, maxInFlightPerServer: 2_000 } as const;

/** After this, no resolver is asked any more: who had to wait for so long may try again later. */
const longestMs = 10_000;

/**
 * Asks recursive resolvers, one after the other until one can say. Aliases are followed by them. One that finds an answer forged says SERVFAIL
 * (RFC 4035 §5.5), as it does of what is out of order: where authenticity is asked, only what another has found signed stands against that.
 */
export async function lookUp(
  name: string,
  type: Extract<RecordType, "A" | "AAAA" | "CNAME" | "MX" | "TLSA" | "TXT">,
  {
    client,
    resolvers,
    authenticityAsked,
  }: {
    readonly client: DnsClient;
    readonly resolvers: readonly Server[];
    readonly authenticityAsked?: boolean;
  },
): Promise<Looked> {
  const untilMs = performance.now() + longestMs;
  let reason = "there is no resolver to ask";
  let isDoubted = false;
  for (const resolver of client.unpredictable.shuffled(resolvers)) {
    const exchange = await client.ask(
      { ...resolver, trusted: true },
      { name, type },
      { recursionDesired: true, authenticityAsked, untilMs },
    );
    // Too long with what stands before it: `_25._tcp.` of a server.
    if (exchange.kind === "impossible-name") return { kind: "no-such-name" };
    if (exchange.kind !== "answer") {
      reason = describeExchange(exchange);
      continue;
    }
    const { rcode, answers, authenticated } = exchange.reply;
    if (rcode === "SERVFAIL") isDoubted = authenticityAsked === true;
    if (isDoubted && !authenticated) {
      reason = "SERVFAIL";
      continue;
    }
    const signed: Signed = authenticityAsked && authenticated ? { isAuthenticated: true } : {};
    if (rcode === "NXDOMAIN") return { kind: "no-such-name", ...signed };
    if (rcode !== "NOERROR") {
      reason = rcode;
      continue;
    }
    const records = answers.filter((record) => record.type === type);
    if (records.length === 0) return { kind: "no-such-type", ...signed };
    return { kind: "records", records, ttlSeconds: Math.min(...answers.map(({ ttl }) => ttl)), ...signed };
  }
  return { kind: "failed", reason };
}
