import type { Server } from "#protocols/dns/client/exchange.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import { maxNameServers } from "./from-resolvers.ts";
import type { NameServer } from "./walk.ts";

/** A zone as its parent describes it. Servers without addresses come without glue. */
export interface Delegation {
  readonly apex: string;
  readonly nameServers: readonly NameServer[];
}

const maxAddresses = 4;

/**
 * Reads a reply from a server of `from` to a question for `name` as a referral: down, towards the name, or it is none.
 * Glue counts only for hosts inside `from`: for others that server has no say (RFC 5452 §6).
 */
export function readReferral(reply: Reply, name: string, from: string, port: number): Delegation | undefined {
  if (reply.authoritative || reply.rcode !== "NOERROR" || reply.answers.length > 0) return undefined;
  const apex = reply.authority.find((record) => record.type === "NS")?.name;
  if (apex === undefined || apex === from || !isAtOrBelow(apex, from) || !isAtOrBelow(name, apex))
    return undefined;
  return {
    apex,
    nameServers: nameServersIn(reply.authority, reply.additional, { apex, glueFrom: from, port }),
  };
}

/** The NS set of `apex` in one section, with what the additional section may tell of addresses. */
export function nameServersIn(
  section: Reply["authority"],
  additional: Reply["additional"],
  { apex, glueFrom, port }: { apex: string; glueFrom: string; port: number },
): NameServer[] {
  const names = section.flatMap((record) =>
    record.type === "NS" && record.name === apex ? [record.target] : [],
  );
  return [...new Set(names)].slice(0, maxNameServers).map((name) => {
    const addresses: Server[] = [];
    for (const record of isAtOrBelow(name, glueFrom) ? additional : []) {
      if ((record.type !== "A" && record.type !== "AAAA") || record.name !== name) continue;
      addresses.push({ address: record.address, port });
    }
    const ipv4First = addresses.sort(
      (a, b) => Number(a.address.includes(":")) - Number(b.address.includes(":")),
    );
    return { name, addresses: ipv4First.slice(0, maxAddresses) };
  });
}
