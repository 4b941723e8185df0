import type { Reply } from "#protocols/dns/client/read-reply.ts";
import type { Question } from "#protocols/dns/client/write-query.ts";
import { isAtOrBelow, maxNameLength } from "#protocols/dns/name.ts";
import type { NameServer } from "#protocols/dns/walk/name-servers.ts";
import { type Delegation, readReferral } from "#protocols/dns/walk/referral.ts";
import type { Walk, WalkOutcome, Zone, ZoneFinding } from "#protocols/dns/walk/walk.ts";
import type { ZoneFinder } from "./zone-finder.ts";

/** What one name server of a zone had to say. */
export interface ServerReport {
  readonly name: string;
  readonly address: string;
  readonly question: Question;
  readonly outcome: WalkOutcome;
  readonly standing: Standing;
}

export type Standing =
  | { readonly kind: "answers"; readonly reply: Reply }
  /** It does not speak for the zone: REFUSED, or an answer without authority. */
  | { readonly kind: "lame" }
  | { readonly kind: "refers"; readonly to: Delegation }
  | { readonly kind: "fails" }
  | { readonly kind: "silent" }
  /** The check's questions, or its time, had come to an end. */
  | { readonly kind: "not-asked" }
  /** None of its addresses may be asked, or none is known. */
  | { readonly kind: "no-address"; readonly reason: string };

/** A question put to every server of the zone that holds the name. */
export interface Sight {
  readonly kind: "seen";
  readonly question: Question;
  readonly zone: Zone;
  readonly reports: readonly ServerReport[];
}

export type Look =
  | Sight
  | {
      readonly kind: "unseen";
      /** `name-too-long`: the DNS can hold no such name, so nobody was asked. */
      readonly finding: Exclude<ZoneFinding, { kind: "found" }> | { readonly kind: "name-too-long" };
    };

const maxDeeperCuts = 3;
const maxAddressesTried = 2;

/** Finds the zone of the exact name and asks all its servers at once. */
export async function look(finder: ZoneFinder, question: Question): Promise<Look> {
  if (question.name.length > maxNameLength) return { kind: "unseen", finding: { kind: "name-too-long" } };
  const finding = await finder.find(question.name);
  if (finding.kind !== "found") return { kind: "unseen", finding };
  let sight = await askZone(finder.walk, finding.zone, question);
  for (let cut = 0; cut < maxDeeperCuts; cut++) {
    const to = deeperZone(sight);
    if (to === undefined) break;
    sight = await askZone(finder.walk, await zoneBehind(to, finder, question.name), question);
  }
  return sight;
}

export async function askZone(walk: Walk, zone: Zone, question: Question): Promise<Sight> {
  const reports = await Promise.all(
    zone.nameServers.map((server) => askServer(walk, zone, server, question)),
  );
  return { kind: "seen", question, zone, reports };
}

async function askServer(
  walk: Walk,
  zone: Zone,
  server: NameServer,
  question: Question,
): Promise<ServerReport> {
  let report: ServerReport | undefined;
  for (const address of server.addresses.slice(0, maxAddressesTried)) {
    const outcome = await walk.ask(address, question);
    const standing = standingOf(outcome, zone.apex, { name: question.name, port: address.port });
    report = { name: server.name, address: address.address, question, outcome, standing };
    if (outcome.kind === "answer") break;
  }
  if (report) return report;
  if (walk.isOverBudget) {
    // It may have addresses, had they been asked for.
    const outcome: WalkOutcome = { kind: "over-budget", tookMs: 0 };
    return { name: server.name, address: "", question, outcome, standing: { kind: "not-asked" } };
  }
  const reason = "no address is known for it";
  const outcome: WalkOutcome = { kind: "refused-address", reason, tookMs: 0 };
  return { name: server.name, address: "", question, outcome, standing: { kind: "no-address", reason } };
}

function standingOf(
  outcome: WalkOutcome,
  apex: string,
  { name, port }: { name: string; port: number },
): Standing {
  if (outcome.kind === "refused-address") return { kind: "no-address", reason: outcome.reason };
  if (outcome.kind === "over-budget") return { kind: "not-asked" };
  if (outcome.kind === "malformed") return { kind: "fails" };
  if (outcome.kind !== "answer") return { kind: "silent" };
  const { reply } = outcome;
  const exists = reply.rcode === "NOERROR" || reply.rcode === "NXDOMAIN";
  if (exists && reply.authoritative && !reply.truncated) return { kind: "answers", reply };
  if (reply.truncated) return { kind: "fails" };
  const to = readReferral(reply, name, apex, port);
  if (to) return { kind: "refers", to };
  const isElsewhere = exists || reply.rcode === "REFUSED" || reply.rcode === "NOTAUTH";
  return { kind: isElsewhere ? "lame" : "fails" };
}

function deeperZone(sight: Sight): Delegation | undefined {
  let deeper: Delegation | undefined;
  for (const { standing } of sight.reports) {
    if (standing.kind === "answers") return undefined;
    if (standing.kind === "refers") deeper ??= standing.to;
  }
  return deeper;
}

async function zoneBehind(to: Delegation, finder: ZoneFinder, name: string): Promise<Zone> {
  const finding = await finder.findExactly(name);
  if (finding.kind === "found" && isAtOrBelow(finding.zone.apex, to.apex)) return finding.zone;
  const nameServers = await Promise.all(
    to.nameServers.map(async (server) =>
      server.addresses.length > 0 ? server : { ...server, addresses: await finder.addressesOf(server.name) },
    ),
  );
  return { apex: to.apex, nameServers };
}
