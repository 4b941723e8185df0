import { ConnectionPool } from "#features/delivery/connection-pool.ts";
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

const mostPools = 20_000;

/** The connections to each server, apart by what they leave from and how they must be secured. */
export class ServerPools implements AsyncDisposable {
  readonly #options: ServerPoolsOptions;
  readonly #pools = new Map<string, ConnectionPool>();

  constructor(options: ServerPoolsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pools.size;
  }

  to(
    { host, address }: { readonly host: string; readonly address: string },
    site: { readonly connections: number; readonly closedBecause?: string | undefined },
    { source, tlsPolicy, dane, serverName = host }: { readonly source: string | undefined } & Secured,
  ): ConnectionPool {
    const demanded = (dane?.records ?? []).map((record) => dataText({ type: "TLSA", ...record })).join(",");
    const name = [serverName, address, tlsPolicy, ...(dane?.names ?? []), demanded, source ?? ""].join("/");
    let pool = this.#pools.get(name);
    if (pool === undefined) {
      const { port, clientName, clock, timeouts, trustedCertificates } = this.#options;
      pool = new ConnectionPool(
        {
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
        },
        { clock, limit: () => site.connections, closedBecause: () => site.closedBecause },
      );
      if (this.#pools.size >= (this.#options.mostPools ?? mostPools)) this.#forgetEmpty();
      this.#pools.set(name, pool);
    }
    return pool;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pools.values()].map(async (pool) => await pool[Symbol.asyncDispose]()));
  }

  /** Domains are without number, and so are the servers that they name. */
  #forgetEmpty(): void {
    for (const [name, pool] of this.#pools) if (pool.isEmpty) this.#pools.delete(name);
  }
}
