import type { RecordType, ResourceRecord } from "#protocols/dns/record.ts";
import type { DnsClient } from "./dns-client.ts";
import { describeExchange, type Server } from "./exchange.ts";

/** What recursive resolvers say of a name. */
export type Looked =
  | { readonly kind: "records"; readonly records: readonly ResourceRecord[]; readonly ttlSeconds: number }
  | { readonly kind: "no-such-name" | "no-such-type" }
  /** Nobody knows: the resolvers, or the zone's servers, could not be asked. */
  | { readonly kind: "failed"; readonly reason: string };

/** Asks recursive resolvers, one after the other until one can say. Aliases are followed by them. */
export async function lookUp(
  name: string,
  type: Extract<RecordType, "A" | "AAAA" | "MX" | "TXT">,
  { client, resolvers }: { readonly client: DnsClient; readonly resolvers: readonly Server[] },
): Promise<Looked> {
  let reason = "there is no resolver to ask";
  for (const resolver of client.unpredictable.shuffled(resolvers)) {
    const exchange = await client.ask(
      { ...resolver, trusted: true },
      { name, type },
      { recursionDesired: true },
    );
    if (exchange.kind !== "answer") {
      reason = describeExchange(exchange);
      continue;
    }
    const { rcode, answers } = exchange.reply;
    if (rcode === "NXDOMAIN") return { kind: "no-such-name" };
    if (rcode !== "NOERROR") {
      reason = rcode;
      continue;
    }
    const records = answers.filter((record) => record.type === type);
    if (records.length === 0) return { kind: "no-such-type" };
    return { kind: "records", records, ttlSeconds: Math.min(...answers.map(({ ttl }) => ttl)) };
  }
  return { kind: "failed", reason };
}
