import { type Clock, dayMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import { inShort, isUsable, strongest } from "#protocols/dane/tlsa.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { TlsaData } from "#protocols/dns/record.ts";

/** Asks the DNS; handed in. */
export type LookUp = (name: string, type: "A" | "AAAA" | "CNAME" | "MX" | "TLSA") => Promise<Looked>;

/** Where mail for a domain goes (RFC 5321 §5). */
export type MailRoute =
  /** Host names, the best first; those of one preference in random order. */
  | {
      readonly kind: "hosts";
      readonly hosts: readonly string[];
      /** It has no MX record, only an address. */
      readonly isImplicit?: true;
      /** Nobody can have forged it (DNSSEC). */
      readonly isAuthenticated?: true;
    }
  /** It takes none, and never will: RFC 7505, or there is no such domain. */
  | { readonly kind: "none"; readonly reply: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** What a server's TLSA records demand (RFC 7672 §2.2); usable ones alone, of which there may be none. */
export type DaneRecords =
  | {
      readonly kind: "demanded";
      readonly records: readonly TlsaData[];
      /** The name that has them: the server's, or what that is an alias of. */
      readonly base: string;
    }
  /** It has none, or none that could not be forged. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reason: string };

const mostHosts = 8;
const mostTlsaRecords = 20;
const longestKeptMs = dayMs / 4;
const shortestKeptMs = 30 * secondMs;
/** What went wrong may be mended soon. */
const failureKeptMs = minuteMs / 2;
const mostKept = 50_000;

interface FoundAddresses {
  readonly addresses: readonly string[];
  /** The name that has them, where the server's is an alias. */
  readonly name: string;
  readonly isAuthenticated: boolean;
  /** Why there are none, where that does not say that it has none. */
  readonly unknown: string | undefined;
  readonly keepMs: number;
}

interface FoundDane {
  readonly dane: DaneRecords;
  readonly keepMs: number;
}

interface Kept<Value> {
  readonly until: number;
  readonly keepMs: number;
  readonly value: Promise<Value>;
  /** It is still to be found out. */
  readonly isAwaited?: true;
}

/** Finds the servers of domains, and remembers them as long as the DNS allows. */
export class MailExchangers {
  readonly #lookUp: LookUp;
  readonly #clock: Clock;
  readonly #shuffled: <Item>(items: readonly Item[]) => Item[];
  readonly #routes = new Map<string, Kept<{ route: MailRoute; keepMs: number }>>();
  readonly #addresses = new Map<string, Kept<FoundAddresses>>();
  readonly #dane = new Map<string, Kept<FoundDane>>();

  constructor(parts: {
    lookUp: LookUp;
    clock: Clock;
    shuffled: <Item>(items: readonly Item[]) => Item[];
  }) {
    this.#lookUp = parts.lookUp;
    this.#clock = parts.clock;
    this.#shuffled = parts.shuffled;
  }

  /** Whoever has to wait for it enters first, and throws what `enter` throws. */
  async routeOf(domain: string, enter?: () => Disposable): Promise<MailRoute> {
    using _ = this.#isKnown(this.#routes, domain) ? undefined : enter?.();
    return (await this.#kept(this.#routes, domain, async () => await this.#findRoute(domain))).route;
  }

  /** IPv4 first: every public server has it, and not every host of ours has IPv6. */
  async addressesOf(host: string): Promise<readonly string[]> {
    return (await this.#foundAddresses(host)).addresses;
  }

  /** Undefined: it has some, or surely has none. */
  async whyNoAddressOf(host: string): Promise<string | undefined> {
    return (await this.#foundAddresses(host)).unknown;
  }

  /** Of a server whose name could not be forged. */
  async daneOf(host: string): Promise<DaneRecords> {
    const { name, isAuthenticated } = await this.#foundAddresses(host);
    const known = await this.#kept(
      this.#dane,
      `${host}/${name}`,
      async () => await this.#findDane({ host, name, isAuthenticated }),
    );
    return known.dane;
  }

  async #foundAddresses(host: string): Promise<FoundAddresses> {
    return await this.#kept(this.#addresses, host, async () => await this.#findAddresses(host));
  }

  async #findRoute(domain: string): Promise<{ route: MailRoute; keepMs: number }> {
    const looked = await this.#lookUp(domain, "MX");
    switch (looked.kind) {
      case "failed":
        return { route: { kind: "unknown", reason: looked.reason }, keepMs: failureKeptMs };
      case "no-such-name": {
        const reply = `550 5.1.2 The domain ${domain} does not exist.`;
        return { route: { kind: "none", reply }, keepMs: failureKeptMs };
      }
      case "no-such-type":
        return await this.#withoutMx(domain);
      case "records":
        return { route: this.#routeAmong(domain, looked), keepMs: keptMsOf(looked.ttlSeconds) };
    }
  }

  /** RFC 5321 §5.1: without MX records, the domain itself is its mail server. */
  async #withoutMx(domain: string): Promise<{ route: MailRoute; keepMs: number }> {
    const [four, six] = await Promise.all([this.#lookUp(domain, "A"), this.#lookUp(domain, "AAAA")]);
    if (four.kind === "records" || six.kind === "records") {
      const isForgeable = [four, six].some(
        (looked) => looked.kind === "failed" || looked.isAuthenticated !== true,
      );
      const signed = isForgeable ? {} : ({ isAuthenticated: true } as const);
      return {
        route: { kind: "hosts", hosts: [domain], isImplicit: true, ...signed },
        keepMs: failureKeptMs,
      };
    }
    const failed = [four, six].find((looked) => looked.kind === "failed");
    if (failed?.kind === "failed") {
      return { route: { kind: "unknown", reason: failed.reason }, keepMs: failureKeptMs };
    }
    const reply = `550 5.1.2 The domain ${domain} has neither mail servers nor an address.`;
    return { route: { kind: "none", reply }, keepMs: failureKeptMs };
  }

  #routeAmong(domain: string, { records, isAuthenticated }: Extract<Looked, { kind: "records" }>): MailRoute {
    const exchangers = records.flatMap((record) => (record.type === "MX" ? [record] : []));
    if (exchangers.length > 0 && exchangers.every(({ exchange }) => exchange === "" || exchange === ".")) {
      return { kind: "none", reply: `556 5.1.10 The domain ${domain} takes no mail (null MX).` };
    }
    const hosts = this.#shuffled(exchangers)
      .toSorted((one, other) => one.preference - other.preference)
      .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ""))
      .filter((host) => host !== "");
    const signed = isAuthenticated === true ? { isAuthenticated } : {};
    return { kind: "hosts", hosts: [...new Set(hosts)].slice(0, mostHosts), ...signed };
  }

  async #findAddresses(host: string): Promise<FoundAddresses> {
    const [four, six] = await Promise.all([this.#lookUp(host, "A"), this.#lookUp(host, "AAAA")]);
    const found = [four, six].flatMap((looked) => (looked.kind === "records" ? [looked] : []));
    const addresses = found.flatMap(({ records }) =>
      this.#shuffled(records.flatMap((record) => ("address" in record ? [record.address] : []))),
    );
    const ttl = Math.min(...found.map(({ ttlSeconds }) => ttlSeconds));
    const [named] = found.flatMap(({ records }) => records);
    const failed = [four, six].find((looked) => looked.kind === "failed");
    return {
      addresses,
      unknown: addresses.length === 0 && failed?.kind === "failed" ? failed.reason : undefined,
      name: named?.name ?? host,
      isAuthenticated: found.length > 0 && found.every(({ isAuthenticated }) => isAuthenticated === true),
      keepMs: addresses.length === 0 ? failureKeptMs : keptMsOf(ttl),
    };
  }

  /**
   * RFC 7672 §2.2.2: of what the name is an alias of, or else of itself. Where its addresses could be forged, only an alias that could not
   * is asked about; no other is, for the servers of some fail to answer.
   */
  async #findDane({
    host,
    name,
    isAuthenticated,
  }: Pick<FoundAddresses, "name" | "isAuthenticated"> & { readonly host: string }): Promise<FoundDane> {
    if (isAuthenticated) return await this.#findTlsa([...new Set([name, host])]);
    if (name === host) return { dane: { kind: "none" }, keepMs: failureKeptMs };
    const alias = await this.#lookUp(host, "CNAME");
    if (alias.kind === "failed") return unknownDane(alias.reason);
    return await this.#findTlsa(alias.isAuthenticated === true ? [host] : []);
  }

  /** Of the first name that has any. */
  async #findTlsa(names: readonly string[]): Promise<FoundDane> {
    for (const base of names) {
      const looked = await this.#lookUp(`_25._tcp.${base}`, "TLSA");
      if (looked.kind === "failed") return unknownDane(looked.reason);
      if (looked.kind !== "records" || looked.isAuthenticated !== true) continue;
      const records = looked.records.flatMap((record) =>
        record.type === "TLSA" && isUsable(record) ? [record] : [],
      );
      const kept = strongest(records.slice(0, mostTlsaRecords)).map(inShort);
      return { dane: { kind: "demanded", records: kept, base }, keepMs: keptMsOf(looked.ttlSeconds) };
    }
    return { dane: { kind: "none" }, keepMs: failureKeptMs };
  }

  #isKnown<Value>(cache: ReadonlyMap<string, Kept<Value>>, name: string): boolean {
    const kept = cache.get(name);
    return kept !== undefined && kept.isAwaited !== true && this.#isGood(kept);
  }

  #isGood({ until, keepMs }: Kept<unknown>): boolean {
    return isAhead(until, { now: this.#clock.now(), atMostMs: keepMs });
  }

  /** One question at a time for one name, and its answer for as long as it may be kept. */
  async #kept<Value extends { keepMs: number }>(
    cache: Map<string, Kept<Value>>,
    name: string,
    find: () => Promise<Value>,
  ): Promise<Value> {
    const now = this.#clock.now();
    const known = cache.get(name);
    if (known !== undefined && this.#isGood(known)) return await known.value;
    const value = find();
    if (cache.size >= mostKept) cache.clear();
    cache.set(name, { until: now + longestKeptMs, keepMs: longestKeptMs, value, isAwaited: true });
    try {
      const found = await value;
      cache.set(name, { until: now + found.keepMs, keepMs: found.keepMs, value });
      return found;
    } catch (error) {
      cache.delete(name);
      throw error;
    }
  }
}

function unknownDane(reason: string): FoundDane {
  return { dane: { kind: "unknown", reason }, keepMs: failureKeptMs };
}

function keptMsOf(ttlSeconds: number): number {
  return Math.min(Math.max(ttlSeconds * secondMs, shortestKeptMs), longestKeptMs);
}
