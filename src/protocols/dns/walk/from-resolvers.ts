import type { Server } from "#protocols/dns/client/exchange.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";
import type { QueryFlags, Question } from "#protocols/dns/client/write-query.ts";
import { labelsOf } from "#protocols/dns/name.ts";
import { askedOf, type NameServer, serversAt } from "./name-servers.ts";
import { climb, soaOf } from "./start-of-authority.ts";
import type { Walk, ZoneFinding } from "./walk.ts";

/** RFC 8914 §4.7 – §4.13: the ways in which signatures fail. */
const bogusCodes: ReadonlySet<number> = new Set([6, 7, 8, 9, 10, 11, 12]);

type Asked =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "dnssec-bogus"; readonly code: number | undefined }
  | { readonly kind: "servfail" }
  | { readonly kind: "silence" }
  | { readonly kind: "over-budget" };

type Served =
  | { readonly kind: "served"; readonly nameServers: readonly NameServer[] }
  | Exclude<Asked, { readonly kind: "reply" }>;

/** Finds zones with the help of recursive resolvers. */
export class ResolverStart {
  readonly #resolvers: () => readonly Server[];
  readonly #port: number;

  /** `resolvers`: whom to ask now, each of them trusted. `port`: where name servers listen (53; tests have another). */
  constructor(resolvers: () => readonly Server[], port: number) {
    this.#resolvers = resolvers;
    this.#port = port;
  }

  /** The zone that holds exactly `name`, even when it is cut off below the domain (`_domainkey` delegated elsewhere). */
  async find(name: string, walk: Walk): Promise<ZoneFinding> {
    let failure: ZoneFinding = { kind: "no-start" };
    let unclear = false;
    for (const question of questionsFor(name)) {
      const { name: at } = question;
      if (at === name && question.type === "SOA" && !unclear) continue;
      const asked = await this.#ask(walk, question);
      if (asked.kind === "dnssec-bogus" || asked.kind === "over-budget") return asked;
      if (asked.kind === "silence") return await this.#atTheTop(name, walk);
      if (asked.kind === "servfail") {
        // The name's own servers may be broken. What is above them still shows where it is delegated to; who fails for the root is at fault.
        failure = at === "" ? { kind: "no-start" } : { kind: "dead-end", apex: at };
        continue;
      }
      const soa = soaOf(asked.reply, at);
      if (soa === undefined) {
        // A denial without its SOA, as some caches give it: asked for by its own name it will be there.
        unclear = asked.reply.answers.length === 0;
        continue;
      }
      const served = await this.#nameServersOf(soa.name, walk);
      if (served.kind === "dnssec-bogus" || served.kind === "over-budget") return served;
      if (served.kind === "silence") return await this.#atTheTop(name, walk);
      if (served.kind === "servfail") {
        failure = soa.name === "" ? { kind: "no-start" } : { kind: "dead-end", apex: soa.name };
        continue;
      }
      const { nameServers } = served;
      if (nameServers.length > 0) return { kind: "found", zone: { apex: soa.name, soa, nameServers } };
      // An alias at the apex hides the NS from who asks for them, but not from resolvers, who come by way of the zone above.
      const above = await this.#atTheTop(name, walk);
      return above.kind === "no-start" ? { kind: "dead-end", apex: soa.name } : above;
    }
    return failure;
  }

  /**
   * A resolver says nothing for longer than we wait while it tries servers that do not answer. If it is there at all it knows the
   * top-level domain, whose servers then refer to the zone.
   */
  async #atTheTop(name: string, walk: Walk): Promise<ZoneFinding> {
    const [top = ""] = labelsOf(name).slice(-1);
    const asked = await this.#ask(walk, { name: top, type: "SOA" });
    if (asked.kind === "dnssec-bogus" || asked.kind === "over-budget") return asked;
    const soa = asked.kind === "reply" ? soaOf(asked.reply, top) : undefined;
    if (soa === undefined) return { kind: "no-start" };
    const served = await this.#nameServersOf(soa.name, walk);
    if (served.kind === "dnssec-bogus" || served.kind === "over-budget") return served;
    if (served.kind !== "served" || served.nameServers.length === 0) return { kind: "no-start" };
    return { kind: "found", zone: { apex: soa.name, soa, nameServers: served.nameServers } };
  }

  async #nameServersOf(apex: string, walk: Walk): Promise<Served> {
    const asked = await this.#ask(walk, { name: apex, type: "NS" });
    if (asked.kind !== "reply") return asked;
    const named = asked.reply.answers.flatMap((record) =>
      record.type === "NS" && record.name === apex ? [{ name: record.target, addresses: [] }] : [],
    );
    const nameServers = await Promise.all(
      askedOf(named).map(async ({ name }) => ({ name, addresses: await this.addressesOf(name, walk) })),
    );
    return { kind: "served", nameServers };
  }

  async addressesOf(host: string, walk: Walk): Promise<readonly Server[]> {
    for (const type of ["A", "AAAA"] as const) {
      const asked = await this.#ask(walk, { name: host, type });
      if (asked.kind !== "reply") continue;
      const addresses = asked.reply.answers.flatMap((record) =>
        record.type === type ? [record.address] : [],
      );
      if (addresses.length > 0) return serversAt(addresses, this.#port);
      // RFC 8020: of a name that is not there, no other type need be asked for.
      if (asked.reply.rcode === "NXDOMAIN") break;
    }
    return [];
  }

  async #ask(walk: Walk, question: Question, flags?: QueryFlags): Promise<Asked> {
    let failure: Asked = { kind: "silence" };
    for (const resolver of walk.shuffled(this.#resolvers())) {
      const outcome = await walk.step(resolver, question, { ...flags, recursionDesired: true });
      if (outcome.kind === "over-budget") return { kind: "over-budget" };
      if (outcome.kind !== "answer") continue;
      const { reply } = outcome;
      if (reply.rcode === "NOERROR" || reply.rcode === "NXDOMAIN") return { kind: "reply", reply };
      if (reply.rcode !== "SERVFAIL") continue;
      failure = { kind: "servfail" };
      const code = reply.extendedErrors.find((one) => bogusCodes.has(one));
      if (code !== undefined || (await answersUnchecked(walk, resolver, question))) {
        return { kind: "dnssec-bogus", code };
      }
    }
    return failure;
  }
}

/**
 * First for a CNAME, because a resolver does not follow one that is asked for: where it leads, and whether that works, must not
 * matter here. Then upwards for the SOA.
 */
function questionsFor(name: string): Question[] {
  return [{ name, type: "CNAME" }, ...climb(name).map((at) => ({ name: at, type: "SOA" }) as const)];
}

/** A resolver that fails, but not when told to leave the signatures alone, has found them to be bad. */
async function answersUnchecked(walk: Walk, resolver: Server, question: Question): Promise<boolean> {
  const outcome = await walk.step(resolver, question, { recursionDesired: true, checkingDisabled: true });
  return (
    outcome.kind === "answer" && (outcome.reply.rcode === "NOERROR" || outcome.reply.rcode === "NXDOMAIN")
  );
}
