import { getDomain } from "tldts";
import { reportsAddress } from "#features/dmarc-reports/index.ts";
import type { DnsInspector } from "#features/dns-evidence/index.ts";
import { type Identities, type Identity, type ServiceNames, spfRecord } from "#features/identities/index.ts";
import { secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { Places } from "#protocols/dns/client/places.ts";
import { type Advice, adviseOnDmarc, adviseOnSpf, noSpfNeeded } from "./advice.ts";

export type { Advice } from "./advice.ts";

/** With the time in line for it. */
const longestLookMs = 8 * secondMs;
/** Anybody can name domains whose name servers are silent or endless: each look at one takes time, questions and memory. */
const looksAtOnce = 40;
const looksOfOneAccount = 5;

/** Records that prove nothing to us, and that receivers like to see: looked up when somebody asks. */
export class DomainAdvice {
  readonly #identities: Pick<Identities, "get">;
  readonly #inspector: Pick<DnsInspector, "textsBehind">;
  readonly #names: ServiceNames;
  readonly #places = new Places(looksAtOnce, () => looksOfOneAccount);

  constructor(parts: {
    identities: Pick<Identities, "get">;
    inspector: Pick<DnsInspector, "textsBehind">;
    names: ServiceNames;
  }) {
    this.#identities = parts.identities;
    this.#inspector = parts.inspector;
    this.#names = parts.names;
  }

  /** Throws `not-found`, and `bad-request` for an address. */
  async of(owner: Owner, name: string, signal: AbortSignal): Promise<readonly Advice[]> {
    const identity = await this.#identities.get(owner, name);
    if (identity.kind !== "domain") {
      throw new CallerError("bad-request", "Only a domain has records; an address has those of its domain.");
    }
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestLookMs)]);
    if (!(await this.#takePlace(owner, inTime))) return await this.#advise(identity, nobodyAsked);
    try {
      return await this.#advise(identity, this.#lookWithin(inTime));
    } finally {
      this.#places.release(owner.account);
    }
  }

  async #advise({ name, mailFrom }: Identity, look: Look): Promise<readonly Advice[]> {
    const spf = mailFrom === undefined ? undefined : spfRecord(mailFrom.domain, this.#names);
    return await Promise.all([
      spf === undefined
        ? noSpfNeeded(name, this.#names.zone)
        : look(spf.name).then((texts) => adviseOnSpf(spf, this.#names.zone, texts)),
      this.#dmarc(name, look),
    ]);
  }

  async #takePlace({ account }: Owner, inTime: AbortSignal): Promise<boolean> {
    if (this.#places.take(account)) return true;
    try {
      await this.#places.wait(account, inTime);
      return true;
    } catch (error) {
      if (error === inTime.reason) return false;
      throw error;
    }
  }

  /** RFC 7489 §6.6.3: at the domain itself, or else at the organization's. */
  async #dmarc(domain: string, look: Look): Promise<Advice> {
    const own = await look(`_dmarc.${domain}`);
    const organization = getDomain(domain, { allowPrivateDomains: true }) ?? domain;
    const isInherited = own !== undefined && !own.some(isDmarc) && organization !== domain;
    return adviseOnDmarc(domain, isInherited ? await look(`_dmarc.${organization}`) : own, {
      inheritedFrom: isInherited ? organization : undefined,
      reportsTo: reportsAddress(this.#names.zone),
    });
  }

  /** Undefined: nobody could be asked in time. */
  #lookWithin(inTime: AbortSignal): Look {
    // Many DMARC records are kept by others, behind an alias.
    const textsBehind = this.#inspector.textsBehind(inTime);
    return async (name) => {
      try {
        return await textsBehind(name);
      } catch (error) {
        if (error === inTime.reason) return undefined;
        throw error;
      }
    };
  }
}

type Look = (name: string) => Promise<readonly string[] | undefined>;

const nobodyAsked: Look = async () => undefined;

function isDmarc(text: string): boolean {
  return /^v\s*=\s*DMARC1/i.test(text);
}
