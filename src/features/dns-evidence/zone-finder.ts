import type { DnsClient } from "#protocols/dns/client/dns-client.ts";
import type { Server } from "#protocols/dns/client/exchange.ts";
import { parentOf } from "#protocols/dns/name.ts";
import { findZoneAtHome } from "#protocols/dns/walk/at-home.ts";
import type { ResolverStart } from "#protocols/dns/walk/from-resolvers.ts";
import type { RootStart } from "#protocols/dns/walk/from-roots.ts";
import type { WalkBudget, ZoneFinding } from "#protocols/dns/walk/walk.ts";
import { Walk } from "#protocols/dns/walk/walk.ts";

/** Finds the zones of one check. Names with the same parent share a walk. */
export class ZoneFinder {
  readonly walk: Walk;
  readonly #start: ResolverStart | RootStart;
  readonly #home: Server | undefined;
  readonly #found = new Map<string, Promise<ZoneFinding>>();

  constructor(options: {
    client: DnsClient;
    start: ResolverStart | RootStart;
    home?: Server | undefined;
    budget: WalkBudget;
    signal: AbortSignal | undefined;
  }) {
    this.walk = new Walk(options.client, options.budget, options.signal);
    this.#start = options.start;
    this.#home = options.home;
  }

  /**
   * The zone of `name`, or of a name beside it that was asked for earlier. Should `name` alone be delegated further, the zone's
   * servers refer to it; then `findExactly`.
   */
  async find(name: string): Promise<ZoneFinding> {
    const parent = parentOf(name) ?? "";
    let finding = this.#found.get(parent);
    if (finding === undefined) {
      finding = this.findExactly(name);
      this.#found.set(parent, finding);
    }
    return await finding;
  }

  async findExactly(name: string): Promise<ZoneFinding> {
    const zone = this.#home && (await findZoneAtHome(name, this.walk, this.#home));
    return zone ? { kind: "found", zone } : await this.#start.find(name, this.walk);
  }

  async addressesOf(host: string): Promise<readonly Server[]> {
    return await this.#start.addressesOf(host, this.walk);
  }
}
