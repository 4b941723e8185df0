import { ConnectionPool, type Connections } from "#features/delivery/connection-pool.ts";
import type { Clock } from "#platform/clock.ts";
import { dataText } from "#protocols/dns/master-file.ts";
import type { SmtpTimeouts } from "#protocols/smtp/timeouts.ts";
import type { Secured } from "./transport-security.ts";

interface ServerPoolsOptions {
  readonly clientName: string;
  readonly clock: Clock;
  readonly port: number;
  readonly timeouts: SmtpTimeouts;
  readonly trustedCertificates?: readonly string[];
  /** Of pools that are kept although nothing is in them. */
  readonly mostPools?: number;
}

/** How many connections it may have, and why it has none. */
interface Limiting {
  readonly connections: number;
  readonly closedBecause?: string | undefined;
}

const mostPools = 20_000;

/** The connections to each provider, whichever of its servers they are to; apart by what they leave from, for they are counted by that. */
export class ServerPools implements AsyncDisposable {
  readonly #options: ServerPoolsOptions;
  readonly #pools = new Map<Limiting, Map<string, ConnectionPool>>();

  constructor(options: ServerPoolsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pools.size;
  }

  to(
    { host, address }: { readonly host: string; readonly address: string },
    site: Limiting,
    { source, tlsPolicy, dane, serverName = host }: { readonly source: string | undefined } & Secured,
  ): Connections {
    const { port, clientName, clock, timeouts, trustedCertificates } = this.#options;
    const demanded = (dane?.records ?? []).map((record) => dataText({ type: "TLSA", ...record })).join(",");
    const server = [serverName, address, tlsPolicy, ...(dane?.names ?? []), demanded].join("/");
    return this.#poolOf(site, source ?? "").to(server, {
      host: address,
      serverName,
      port,
      clientName,
      clock,
      tlsPolicy,
      ...(dane === undefined ? {} : { dane }),
      ...(source === undefined ? {} : { localAddress: source }),
      timeouts,
      ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pools = [...this.#pools.values()].flatMap((ofSite) => [...ofSite.values()]);
    await Promise.all(pools.map(async (pool) => await pool[Symbol.asyncDispose]()));
  }

  #poolOf(site: Limiting, source: string): ConnectionPool {
    let ofSite = this.#pools.get(site);
    if (ofSite === undefined) {
      if (this.#pools.size >= (this.#options.mostPools ?? mostPools)) this.#forgetEmpty();
      this.#pools.set(site, (ofSite = new Map()));
    }
    let pool = ofSite.get(source);
    if (pool === undefined) {
      pool = new ConnectionPool({
        clock: this.#options.clock,
        limit: () => site.connections,
        closedBecause: () => site.closedBecause,
      });
      ofSite.set(source, pool);
    }
    return pool;
  }

  /** Domains are without number, and so are the servers that they name. */
  #forgetEmpty(): void {
    for (const [site, ofSite] of this.#pools) {
      if (ofSite.values().every(({ isEmpty }) => isEmpty)) this.#pools.delete(site);
    }
  }
}
