import type { Shares } from "#features/shares/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";
import { DnsClient } from "#protocols/dns/client/dns-client.ts";
import type { Server } from "#protocols/dns/client/exchange.ts";
import { ResolverStart } from "#protocols/dns/walk/from-resolvers.ts";
import { RootStart } from "#protocols/dns/walk/from-roots.ts";
import type { NameServer } from "#protocols/dns/walk/name-servers.ts";
import { look } from "./ask-zone.ts";
import { type Evidence, legible } from "./evidence.ts";
import type { Expectation } from "./expectation.ts";
import { inspectOne } from "./inspect-one.ts";
import { repliesOf } from "./judge.ts";
import { aliasesFrom, type SigningZone, textsAtEach, textsBehind } from "./key-behind.ts";
import { textsAt } from "./key-finding.ts";
import { ServerShares } from "./server-shares.ts";
import { ZoneFinder } from "./zone-finder.ts";

export interface DnsInspectorOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Where the search for a zone begins. */
  readonly start:
    | { readonly kind: "resolvers"; readonly resolvers: () => readonly Server[] }
    | { readonly kind: "roots"; readonly roots?: readonly NameServer[] };
  /** The name server at home: what it is the authority for is not looked for in the world. */
  readonly localZone?: Server | undefined;
  readonly signingZone?: SigningZone | undefined;
  /** Where name servers listen; 53 except in tests. */
  readonly nameServerPort?: number;
  /** Reserved networks (CIDRs) that zones may point to nevertheless. */
  readonly allowedNetworks?: readonly string[];
  readonly attemptTimeoutsMs?: readonly number[];
  /** Questions in flight to one address. */
  readonly maxInFlightPerServer?: number;
  /** With whom those are shared; nobody where it is left out. */
  readonly shares?: Pick<Shares, "hold"> | undefined;
  /** For one record: so many questions, and no new one after so long. */
  readonly questionsPerCheck?: number;
  readonly checkTimeoutMs?: number;
}

export interface DnsInspector extends AsyncDisposable {
  /** Checks one record at every name server of its zone. Rejects with the signal's reason only. */
  inspect(expectation: Expectation, signal?: AbortSignal): Promise<Evidence>;
  /**
   * Checks several records, those of one domain say, and walks to their zone once. With `stopAtFirstMiss` the first is checked
   * alone, and the others only if it was found: the result is then shorter.
   */
  inspectAll(
    expectations: readonly Expectation[],
    signal?: AbortSignal,
    how?: { readonly stopAtFirstMiss?: boolean },
  ): Promise<Evidence[]>;
  /**
   * The texts at a name, as a server of its zone has them; undefined where none of them could be asked. Rejects with the
   * signal's reason only.
   */
  textsAt(name: string, signal?: AbortSignal): Promise<readonly string[] | undefined>;
  /** The same for several names, with what is allowed for one record; and aliases are followed. */
  textsBehind(signal?: AbortSignal): (name: string) => Promise<readonly string[] | undefined>;
  /** The names that CNAMEs lead through, this one first; undefined where nobody could be asked about it. */
  aliasesOf(name: string): Promise<readonly string[] | undefined>;
  /** The texts at a name, as each server of its zone that answers has them. */
  textsAtEach(name: string): Promise<readonly (readonly string[])[]>;
}

export function createDnsInspector(options: DnsInspectorOptions): DnsInspector {
  const port = options.nameServerPort ?? 53;
  const { shares, clock, maxInFlightPerServer: most = 100 } = options;
  const changed = (address: string) => client.roomChanged(address);
  const servers = shares && new ServerShares({ most, shares, clock, changed });
  const client: DnsClient = new DnsClient({
    maxInFlightPerServer: most,
    ...(servers && { roomAt: (address, wanted) => servers.roomAt(address, wanted) }),
    random: options.random,
    ...(options.allowedNetworks && { allowedNetworks: options.allowedNetworks }),
    ...(options.attemptTimeoutsMs && { attemptTimeoutsMs: options.attemptTimeoutsMs }),
  });
  const start =
    options.start.kind === "resolvers"
      ? new ResolverStart(options.start.resolvers, port)
      : new RootStart({
          port,
          clock: options.clock,
          ...(options.start.roots && { roots: options.start.roots }),
        });

  const finderFor = (records: number, signal: AbortSignal | undefined) =>
    new ZoneFinder({
      client,
      start,
      home: options.localZone,
      budget: {
        questions: records * (options.questionsPerCheck ?? 120),
        untilMs: performance.now() + (options.checkTimeoutMs ?? 30_000),
      },
      signal,
    });
  const check = async (expectation: Expectation, finder: ZoneFinder) =>
    await inspectOne(expectation, { finder, signingZone: options.signingZone, now: options.clock.now() });

  return {
    inspect: async (expectation, signal) => await check(expectation, finderFor(1, signal)),
    inspectAll: async (expectations, signal, how) => {
      const finder = finderFor(expectations.length, signal);
      const [first, ...others] = expectations;
      if (first === undefined) return [];
      if (!how?.stopAtFirstMiss) return await Promise.all(expectations.map((one) => check(one, finder)));
      const evidence = await check(first, finder);
      if (evidence.verdict !== "found") return [evidence];
      return [evidence, ...(await Promise.all(others.map((one) => check(one, finder))))];
    },
    textsAt: async (name, signal) => {
      const seen = await look(finderFor(1, signal), { name, type: "TXT" });
      const [reply] = seen.kind === "seen" ? repliesOf(seen) : [];
      return reply && textsAt(reply, name).map((text) => legible(text));
    },
    textsBehind: (signal) => {
      const finder = finderFor(1, signal);
      return async (name) => await textsBehind(name, finder, options.signingZone);
    },
    aliasesOf: async (name) => await aliasesFrom(name, finderFor(1, undefined), options.signingZone),
    textsAtEach: async (name) => await textsAtEach(name, finderFor(1, undefined), options.signingZone),
    [Symbol.asyncDispose]: async () => await client[Symbol.asyncDispose](),
  };
}
