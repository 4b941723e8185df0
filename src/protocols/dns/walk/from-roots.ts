import type { Server } from "#protocols/dns/client/exchange.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";
import type { Question } from "#protocols/dns/client/write-query.ts";
import { isAtOrBelow, labelsOf } from "#protocols/dns/name.ts";
import { askedOf, type NameServer, serversAt } from "./name-servers.ts";
import type { Delegation } from "./referral.ts";
import { nameServersIn, readReferral } from "./referral.ts";
import { rootHints } from "./root-hints.ts";
import { soaOf } from "./start-of-authority.ts";
import type { Walk, Zone, ZoneFinding } from "./walk.ts";

/** Where the walk has come to: the deepest delegation, and what a server of it said. */
interface Arrival {
  readonly kind: "arrived";
  readonly at: Delegation;
  readonly server: Server;
  readonly reply: Reply;
}

interface Referred {
  readonly kind: "referred";
  readonly delegation: Delegation;
}

export interface RootStartOptions {
  /** Where name servers listen (53; tests have another). */
  readonly port: number;
  readonly clock: { now(): number };
  /** Instead of the real root servers. */
  readonly roots?: readonly NameServer[];
}

/** Delegations of top-level domains change seldom and are asked for always. */
const rememberMs = 10 * 60_000;
const maxRemembered = 2_000;
const maxHops = 24;
/** Servers without glue that are looked up for one: each is a walk of its own, at whose cost the zone decides (CVE-2020-12662). */
const maxHostsPerHop = 4;
/** Host within host within host: further than this, no honest delegation goes. */
const maxDepth = 4;

/** Finds zones without anybody's help: from the root servers down, referral by referral (RFC 1034 §5.3.3). */
export class RootStart {
  readonly #port: number;
  readonly #clock: { now(): number };
  readonly #root: Delegation;
  readonly #remembered = new Map<string, { readonly delegation: Delegation; readonly until: number }>();

  constructor({ port, clock, roots }: RootStartOptions) {
    this.#port = port;
    this.#clock = clock;
    const hints = rootHints.map(({ name, addresses }) => ({
      name,
      addresses: addresses.map((address) => ({ address, port })),
    }));
    this.#root = { apex: "", nameServers: roots ?? hints };
  }

  /** The zone that holds exactly `name`. */
  async find(name: string, walk: Walk): Promise<ZoneFinding> {
    const arrival = await this.#descend({ name, type: "SOA" }, walk);
    return arrival.kind === "arrived"
      ? { kind: "found", zone: await this.#zoneAt(name, arrival, walk) }
      : arrival;
  }

  /** `within`: the hosts whose addresses are being looked up already; a host that needs itself has none. */
  async addressesOf(host: string, walk: Walk, within: readonly string[] = []): Promise<readonly Server[]> {
    if (within.includes(host) || within.length >= maxDepth) return [];
    for (const type of ["A", "AAAA"] as const) {
      const arrival = await this.#descend({ name: host, type }, walk, [...within, host]);
      if (arrival.kind !== "arrived") return [];
      const addresses = arrival.reply.answers.flatMap((record) =>
        record.type === type && record.name === host ? [record.address] : [],
      );
      if (addresses.length > 0) return serversAt(addresses, this.#port);
      // RFC 8020: of a name that is not there, no other type need be asked for.
      if (arrival.reply.rcode === "NXDOMAIN") break;
    }
    return [];
  }

  async #descend(
    question: Question,
    walk: Walk,
    within: readonly string[] = [],
  ): Promise<Arrival | Exclude<ZoneFinding, { kind: "found" }>> {
    let at = this.#closest(question.name);
    for (let hop = 0; hop < maxHops; hop++) {
      const step = await this.#askDelegation(at, question, walk, within);
      if (step === undefined) {
        if (walk.isOverBudget) return { kind: "over-budget" };
        return at.apex === "" ? { kind: "no-start" } : { kind: "dead-end", apex: at.apex };
      }
      if (step.kind === "arrived") return step;
      at = step.delegation;
      this.#remember(at);
    }
    return { kind: "dead-end", apex: at.apex };
  }

  async #askDelegation(
    at: Delegation,
    question: Question,
    walk: Walk,
    within: readonly string[],
  ): Promise<Arrival | Referred | undefined> {
    // Those with glue first: they cost no walk of their own.
    const order = walk
      .shuffled(at.nameServers)
      .sort((a, b) => Number(b.addresses.length > 0) - Number(a.addresses.length > 0));
    const known = order.filter(({ addresses }) => addresses.length > 0);
    // One at first, then more at a time: who has twelve dead servers must not cost the patience with each in turn.
    for (const wave of [known.slice(0, 1), known.slice(1, 4), known.slice(4)]) {
      const tried = wave.map(({ addresses: [server] }) => this.#askServer(at, server, question, walk));
      const answer = await firstFound(tried);
      if (answer !== undefined) return answer;
    }
    for (const { name } of order.slice(known.length).slice(0, maxHostsPerHop)) {
      const [server] = await this.addressesOf(name, walk, within);
      const answer = await this.#askServer(at, server, question, walk);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  async #askServer(
    at: Delegation,
    server: Server | undefined,
    question: Question,
    walk: Walk,
  ): Promise<Arrival | Referred | undefined> {
    if (server === undefined) return undefined;
    const outcome = await walk.step(server, question);
    if (outcome.kind !== "answer") return undefined;
    const { reply } = outcome;
    const speaks = reply.authoritative && (reply.rcode === "NOERROR" || reply.rcode === "NXDOMAIN");
    if (speaks) return { kind: "arrived", at, server, reply };
    const delegation = readReferral(reply, question.name, at.apex, this.#port);
    return delegation && { kind: "referred", delegation };
  }

  /** Parent and child may be served by one server, which then never refers: the SOA tells where the zone begins. */
  async #zoneAt(name: string, { at, server, reply }: Arrival, walk: Walk): Promise<Zone> {
    const told = soaOf(reply, name);
    const deeper = told !== undefined && isAtOrBelow(told.name, at.apex) ? told : undefined;
    const apex = deeper?.name ?? at.apex;
    const soa = deeper ?? (await this.#soaAt(apex, server, walk));
    const delegated = apex === at.apex ? at.nameServers : [];
    const own = await this.#ownNameServers(apex, server, walk);
    const nameServers = await Promise.all(
      askedOf([...own, ...delegated]).map(async (one) =>
        one.addresses.length > 0 ? one : { ...one, addresses: await this.addressesOf(one.name, walk) },
      ),
    );
    return { apex, soa, nameServers };
  }

  async #soaAt(apex: string, server: Server, walk: Walk) {
    const outcome = await walk.step(server, { name: apex, type: "SOA" });
    return outcome.kind === "answer" ? soaOf(outcome.reply, apex) : undefined;
  }

  async #ownNameServers(apex: string, server: Server, walk: Walk): Promise<NameServer[]> {
    const outcome = await walk.step(server, { name: apex, type: "NS" });
    if (outcome.kind !== "answer" || !outcome.reply.authoritative) return [];
    const { answers, additional } = outcome.reply;
    return nameServersIn(answers, additional, { apex, glueFrom: apex, port: this.#port });
  }

  #closest(name: string): Delegation {
    const known = this.#remembered.get(labelsOf(name).at(-1) ?? "");
    const leftMs = known === undefined ? 0 : known.until - this.#clock.now();
    // By a clock that was set back there would be more left than there ever was.
    return known !== undefined && leftMs > 0 && leftMs <= rememberMs ? known.delegation : this.#root;
  }

  #remember(delegation: Delegation): void {
    if (labelsOf(delegation.apex).length !== 1) return;
    const oldest = this.#remembered.keys().next();
    if (this.#remembered.size >= maxRemembered && !oldest.done) this.#remembered.delete(oldest.value);
    this.#remembered.set(delegation.apex, { delegation, until: this.#clock.now() + rememberMs });
  }
}

/** What comes first; undefined when all have come to nothing. */
function firstFound<Value>(tried: readonly Promise<Value | undefined>[]): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const found = tried.map(async (one) => {
      const value = await one;
      if (value !== undefined) resolve(value);
    });
    Promise.all(found).then(() => resolve(undefined), reject);
  });
}
