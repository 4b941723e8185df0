import type { Reply } from "#protocols/dns/client/read-reply.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import { askedOf, type NameServer, serversAt } from "./name-servers.ts";

/** A zone as its parent describes it. Servers without addresses come without glue. */
export interface Delegation {
  readonly apex: string;
  readonly nameServers: readonly NameServer[];
}

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
  const named = section.flatMap((record) =>
    record.type === "NS" && record.name === apex ? [{ name: record.target, addresses: [] }] : [],
  );
  return askedOf(named).map(({ name }) => {
    const glue = isAtOrBelow(name, glueFrom) ? additional : [];
    const addresses = glue.flatMap((record) =>
      (record.type === "A" || record.type === "AAAA") && record.name === name ? [record.address] : [],
    );
    return { name, addresses: serversAt(addresses, port) };
  });
}
