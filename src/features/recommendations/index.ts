import type { DomainAdvice } from "#features/domain-advice/index.ts";
import type { MetricCounts } from "#features/event-counts/index.ts";
import type { Identities } from "#features/identities/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readSearchPage } from "#platform/paging.ts";
import { findingsOfAdvice, findingsOfChecks, findingsOfVolumes } from "./findings.ts";
import type { Recommendation } from "./recommendation.ts";

export type { Recommendation } from "./recommendation.ts";

export interface RecommendationFilter {
  readonly type?: string | undefined;
  readonly impact?: string | undefined;
  /** A domain's name. */
  readonly identity?: string | undefined;
}

interface Asked extends RecommendationFilter {
  readonly signal: AbortSignal;
}

/** Name servers are asked for each domain while the caller waits; how many at once is the advice's own matter, too. */
const domainsAtOnce = 20;
const countedForMs = 30 * dayMs;

/** What is the matter with domains: as checks have noted, as name servers say now, and as what was sent has gone. */
export class Recommendations {
  readonly #identities: Pick<Identities, "get" | "domainsAfter">;
  readonly #advice: Pick<DomainAdvice, "of">;
  readonly #metrics: Pick<MetricCounts, "table">;
  readonly #clock: Clock;

  constructor(parts: {
    identities: Pick<Identities, "get" | "domainsAfter">;
    domainAdvice: Pick<DomainAdvice, "of">;
    metricCounts: Pick<MetricCounts, "table">;
    clock: Clock;
  }) {
    this.#identities = parts.identities;
    this.#advice = parts.domainAdvice;
    this.#metrics = parts.metricCounts;
    this.#clock = parts.clock;
  }

  /**
   * By the domain's name. A page may be short and yet not the last. Once the signal is aborted, nothing more is looked up.
   * Throws `not-found`, `bad-request`.
   */
  async list(
    owner: Owner,
    filter: RecommendationFilter,
    page: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<Recommendation>> {
    const { identity } = filter;
    if (identity !== undefined) {
      const { kind, name } = await this.#identities.get(owner, identity);
      const items = kind === "domain" ? await this.#of(owner, [name], { ...filter, signal }) : [];
      return { items, nextToken: undefined };
    }
    return await readSearchPage(page, {
      name: "recommendations",
      // A space sorts before all that names are made of.
      positionOf: ({ identity: name, code }) => `${name} ${code}`,
      mostLookedAt: domainsAtOnce,
      lookedAtOnce: () => domainsAtOnce,
      read: async ({ after, limit }) => {
        const [begun, last] = after?.split(" ") ?? [];
        const names = await this.#identities.domainsAfter(owner, { after, limit });
        const fresh = await this.#of(
          owner,
          begun === undefined || last === undefined ? names : [begun, ...names],
          { ...filter, signal },
        );
        return {
          items: fresh.filter((one) => one.identity !== begun || last === undefined || one.code > last),
          reached: names.length < limit ? undefined : names.at(-1),
        };
      },
    });
  }

  async #of(owner: Owner, names: readonly string[], filter: Asked): Promise<Recommendation[]> {
    const now = this.#clock.now();
    const sums = await this.#volumesOf(owner, names, { type: filter.type, now });
    const found = await Promise.all(
      names.map(async (name): Promise<Recommendation[]> => {
        const [identity, advice] = await Promise.all([
          this.#identities.get(owner, name).catch(unlessGone),
          this.#adviceOn(owner, name, filter),
        ]);
        if (identity === undefined) return [];
        const volumes = sums.get(name);
        return [
          ...findingsOfChecks(identity, now),
          ...findingsOfAdvice(advice, now),
          ...(volumes === undefined ? [] : findingsOfVolumes(volumes, now)),
        ]
          .map((finding) => ({ ...finding, identity: name }))
          .toSorted((one, other) => (one.code < other.code ? -1 : 1));
      }),
    );
    return found.flat().filter(({ type, impact }) => {
      return (
        (filter.type === undefined || filter.type === type) &&
        (filter.impact === undefined || filter.impact === impact)
      );
    });
  }

  async #adviceOn(owner: Owner, name: string, { type, signal }: Asked) {
    if (type !== undefined && type !== "SPF" && type !== "DMARC") return [];
    return (await this.#advice.of(owner, name, signal).catch(unlessGone)) ?? [];
  }

  async #volumesOf(
    owner: Owner,
    names: readonly string[],
    { type, now }: { readonly type: string | undefined; readonly now: number },
  ) {
    const isAsked = type === undefined || type === "BOUNCE" || type === "COMPLAINT";
    if (names.length === 0 || !isAsked) return new Map<string, never>();
    const rows = await this.#metrics.table(owner, {
      from: now - countedForMs,
      to: now,
      by: ["identity"],
      among: new Map([["identity", names]]),
    });
    return new Map(rows.map(({ names: [name = ""], volumes }) => [name, volumes]));
  }
}

/** A domain that was deleted meanwhile has nothing to be mended. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof CallerError) || error.problem !== "not-found") throw error;
}
