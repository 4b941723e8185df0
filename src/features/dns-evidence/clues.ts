import { getDomain } from "tldts";
import type { Server } from "#protocols/dns/client/exchange.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";
import { isAtOrBelow, parentOf } from "#protocols/dns/name.ts";
import type { RecordType } from "#protocols/dns/record.ts";
import type { Walk } from "#protocols/dns/walk/walk.ts";
import type { Sight } from "./ask-zone.ts";
import type { Expectation } from "./expectation.ts";
import { domainOf, expectedType } from "./expectation.ts";
import { judge } from "./judge.ts";
import { textsAt } from "./key-finding.ts";
import { type Ask, findMadeUp, type MadeUp } from "./made-up.ts";

/** What else can be seen around a record that is not as it should be. */
export interface Clues {
  /** TXT records where the CNAME is due. */
  readonly texts: readonly string[];
  /** IP addresses where the CNAME is due. */
  readonly addresses: readonly string[];
  /** Names at which the right record stands, though it belongs to another. */
  readonly misplacedAt: readonly string[];
  /** What is seen at the name was made up for it, as it is for any name there. */
  readonly madeUp?: MadeUp | undefined;
  /** The registrable domain, when nobody has it. */
  readonly unregistered?: string | undefined;
}

export const noClues: Clues = { texts: [], addresses: [], misplacedAt: [] };

/** Asks one server that answers for what explains a missing or wrong record: a handful of questions. */
export async function gatherClues(expectation: Expectation, sight: Sight, walk: Walk): Promise<Clues> {
  const witness = findWitness(expectation, sight);
  if (witness === undefined) return noClues;
  const ask = async (name: string, type: RecordType): Promise<Reply | undefined> => {
    const outcome = await walk.ask(witness.server, { name, type });
    return outcome.kind === "answer" && outcome.reply.authoritative ? outcome.reply : undefined;
  };
  const { name } = expectation;
  const isCname = expectation.kind === "dkim-cname" && witness.reply.rcode === "NOERROR";
  const [texts, ipv4, ipv6, unregistered, misplacedAt, madeUp] = await Promise.all([
    isCname ? ask(name, "TXT") : undefined,
    isCname ? ask(name, "A") : undefined,
    isCname ? ask(name, "AAAA") : undefined,
    findUnregistered(name, sight.zone.apex, ask),
    findMisplaced(expectation, sight.zone.apex, ask),
    witness.reply.rcode === "NOERROR" ? findMadeUp(expectation, witness.reply, ask) : undefined,
  ]);
  return {
    texts: texts ? textsAt(texts, name) : [],
    addresses: [...addressesAt(ipv4, name), ...addressesAt(ipv6, name)],
    misplacedAt,
    madeUp,
    unregistered,
  };
}

function findWitness(
  expectation: Expectation,
  sight: Sight,
): { readonly server: Server; readonly reply: Reply } | undefined {
  for (const { standing, name, address } of sight.reports) {
    if (standing.kind !== "answers" || judge(expectation, standing.reply).kind === "right") continue;
    const servers = sight.zone.nameServers.find((server) => server.name === name);
    const server = servers?.addresses.find((one) => one.address === address);
    if (server) return { server, reply: standing.reply };
  }
  return undefined;
}

function addressesAt(reply: Reply | undefined, name: string): string[] {
  const addresses = (reply?.answers ?? []).flatMap((record) =>
    (record.type === "A" || record.type === "AAAA") && record.name === name ? [record.address] : [],
  );
  return addresses.sort();
}

/** A zone above the registrable domain that denies the domain itself: there is no such registration. */
async function findUnregistered(name: string, apex: string, ask: Ask): Promise<string | undefined> {
  const registrable = getDomain(name, { validateHostname: false });
  if (registrable == null || registrable === apex || !isAtOrBelow(registrable, apex)) return undefined;
  const reply = await ask(registrable, "SOA");
  return reply?.rcode === "NXDOMAIN" ? registrable : undefined;
}

async function findMisplaced(expectation: Expectation, apex: string, ask: Ask): Promise<string[]> {
  const names = likelySlips(expectation, apex);
  const found = await Promise.all(
    names.map(async (name) => {
      const reply = await ask(name, expectedType(expectation));
      return reply !== undefined && judge({ ...expectation, name }, reply).kind === "right";
    }),
  );
  return names.filter((_, index) => found[index]);
}

/** Where a panel, or a hand, puts a record by mistake. Only names that the same zone holds. */
function likelySlips(expectation: Expectation, apex: string): string[] {
  const { name } = expectation;
  const domain = domainOf(expectation);
  // The panel added the zone, or the domain, to a name that had it already.
  const slips = [`${name}.${apex}`, `${name}.${domain}`];
  const parent = parentOf(domain);
  if (parent) slips.push(`${name}.${parent}`);
  if (expectation.kind !== "mail-from") {
    const [token = ""] = name.split(".");
    // `_domainkey` left out, or its underscore, or all but it; the part between `_domainkey` and the zone left out.
    slips.push(`${token}.${domain}`, `${token}.domainkey.${domain}`, `_domainkey.${domain}`);
    slips.push(`${token}._domainkey.${apex}`, `${token}.${apex}`);
  }
  const inZone = slips.filter((slip) => slip !== name && apex !== "" && isAtOrBelow(slip, apex));
  return [...new Set(inZone)];
}
