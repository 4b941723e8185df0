import type { Answer, DecodedPacket } from "dns-packet";
import type { Response } from "./name-server.ts";
import { listen, NameServer } from "./name-server.ts";
import type { TestZone, ZoneAnswer } from "./zone-text.ts";
import { answerFrom, below } from "./zone-text.ts";

const maxAliases = 8;

/** Stands for a recursive resolver: answers from the zones of the servers it was given, following delegations and CNAMEs. */
export class Resolver extends NameServer {
  readonly #servers: NameServer[] = [];
  /** Zones whose signatures do not hold: SERVFAIL with extended error 6, unless checking is disabled. */
  readonly #bogus = new Set<string>();

  /** Zones whose signatures hold, up to the root: who asks for that is told so. */
  readonly #signed = new Set<string>();

  static override async start(address: string, port = 0): Promise<Resolver> {
    return new Resolver(...(await listen(address, port)));
  }

  knows(...servers: NameServer[]): this {
    this.#servers.push(...servers);
    return this;
  }

  bogus(apex: string): this {
    this.#bogus.add(apex);
    return this;
  }

  signed(...apexes: readonly string[]): this {
    for (const apex of apexes) this.#signed.add(apex);
    return this;
  }

  protected override respond(name: string, type: string, query: DecodedPacket): Response {
    if (!query.flag_cd && [...this.#bogus].some((apex) => below(name, apex))) {
      return {
        rcode: "SERVFAIL",
        authoritative: false,
        answers: [],
        authorities: [],
        additionals: [extendedError(6)],
      };
    }
    const answers: Answer[] = [];
    let authenticated = query.flag_ad;
    let at = name;
    for (let aliases = 0; ; aliases++) {
      const found = this.#lookUp(at, type);
      answers.push(...found.answers);
      authenticated &&= this.#signed.has(this.#zoneOf(at)?.apex ?? "");
      const alias = found.answers.find((record) => record.type === "CNAME");
      if (alias?.type !== "CNAME" || type === "CNAME" || aliases === maxAliases) {
        return { ...found, authoritative: false, authenticated, answers, additionals: [] };
      }
      at = alias.data.toLowerCase();
    }
  }

  #zoneOf(name: string): TestZone | undefined {
    const zones = this.#servers.flatMap((server) => server.zones);
    return zones.filter(({ apex }) => below(name, apex)).sort((a, b) => b.apex.length - a.apex.length)[0];
  }

  #lookUp(name: string, type: string): ZoneAnswer {
    const zone = this.#zoneOf(name);
    const answer = answerFrom(zone ? [zone] : [], name, type);
    return answer.rcode === "REFUSED" ? { ...answer, rcode: "NXDOMAIN" } : answer;
  }
}

function extendedError(code: number): Answer {
  const data = Buffer.from([code >> 8, code & 255]);
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [{ code: 15, data } as never],
  };
}
