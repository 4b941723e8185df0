import { setImmediate as turn } from "node:timers/promises";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readSearchPage } from "#platform/paging.ts";
import { asCompared, readAddress } from "#protocols/address/address.ts";
import { notListed, type SuppressionFilter, type SuppressionStore } from "./store.ts";
import type { ListOwner, SuppressedDestination, SuppressionReason } from "./suppressed-destination.ts";

export { type SuppressionRules, suppressionRules, suppressNobody } from "./rules.ts";
export { type SuppressionFilter, SuppressionStore } from "./store.ts";
export type { ListOwner, SuppressedDestination, SuppressionReason } from "./suppressed-destination.ts";

/** Who may have a list of its own. */
interface KnownTenants {
  changeRequiringExistence(owner: Owner, name: string): Change;
  /** Throws `not-found`. */
  get(owner: Owner, name: string): Promise<unknown>;
}

/** As many are read or written in one go. */
const atOnce = 1_000;
/** A page ends after so many addresses were looked at, found or not: its reader may go on from there. */
const mostLookedAt = 20_000;
const lookedAtOnce = 500;

/** The suppression lists, an account's and its tenants': who bounced for good, or complained. An unknown tenant is `not-found`. */
export class Suppression {
  readonly #store: SuppressionStore;
  readonly #tenants: () => KnownTenants;
  readonly #clock: Clock;

  constructor(parts: { store: SuppressionStore; tenants: () => KnownTenants; clock: Clock }) {
    this.#store = parts.store;
    this.#tenants = parts.tenants;
    this.#clock = parts.clock;
  }

  /** Puts an address on the list, or changes its reason. Throws `bad-request`. */
  async put(list: ListOwner, given: string, reason: SuppressionReason): Promise<void> {
    const address = readListed(given);
    const updatedAt = this.#clock.now();
    const destination = { address, reason, updatedAt, messageId: undefined, feedbackId: undefined };
    await this.#store.write([...this.#requiringTenant(list), this.#store.put(list, destination)]);
  }

  /** For a group of another feature: what a bounce or a complaint of a message leads to. */
  changesToAdd(
    list: ListOwner,
    by: Pick<SuppressedDestination, "address" | "reason" | "messageId" | "feedbackId">,
  ) {
    const address = asCompared(by.address);
    return [this.#store.put(list, { ...by, address, updatedAt: this.#clock.now() })];
  }

  /** For who deletes a tenant. */
  changesToRemoveAll(owner: Owner, tenant: string) {
    return [this.#store.removeAll(owner, tenant)];
  }

  /** Throws `not-found`, `bad-request`. */
  async get(list: ListOwner, given: string): Promise<SuppressedDestination> {
    const address = readListed(given);
    await this.requireExistence(list);
    const found = await this.#store.find(list, address);
    if (found === undefined) throw notListed(list, given);
    return found;
  }

  /** Throws `not-found`, `bad-request`. */
  async remove(list: ListOwner, given: string): Promise<void> {
    await this.#store.write([...this.#requiringTenant(list), this.#store.remove(list, readListed(given))]);
  }

  /**
   * By address. A page with a filter may have fewer than asked for, or none, and yet not be the last. Throws `invalid-next-token`,
   * `bad-request`.
   */
  async list(
    list: ListOwner,
    { filter, page }: { readonly filter: SuppressionFilter; readonly page: PageRequest },
  ): Promise<Page<SuppressedDestination>> {
    await this.requireExistence(list);
    const narrows = Object.values(filter).some((part) => part !== undefined);
    return await readSearchPage(page, {
      name: "suppressed-destinations",
      // The one operation for which SES declares it.
      wrongToken: "invalid-next-token",
      positionOf: ({ address }) => address,
      mostLookedAt,
      lookedAtOnce: (wanted) => (narrows ? Math.max(lookedAtOnce, wanted) : wanted),
      read: async (stretch) => {
        await turn();
        return await this.#store.list(list, filter, stretch);
      },
    });
  }

  /** Throws `not-found`. */
  async requireExistence({ tenant, ...owner }: ListOwner): Promise<void> {
    if (tenant !== undefined) await this.#tenants().get(owner, tenant);
  }

  /** All of it, some at a time, by address. */
  async *all(list: ListOwner, filter: SuppressionFilter): AsyncGenerator<readonly SuppressedDestination[]> {
    for (let after: string | undefined; ; ) {
      const { items, reached } = await this.#store.list(list, filter, { after, limit: atOnce });
      if (items.length > 0) yield items;
      if (reached === undefined) return;
      after = reached;
      await turn();
    }
  }

  /** Puts many on the list. Answers, in their order, what is wrong with those that were not; nothing for the others. */
  async putAll(
    list: ListOwner,
    given: readonly { readonly address: string; readonly reason: SuppressionReason }[],
  ): Promise<(string | undefined)[]> {
    const updatedAt = this.#clock.now();
    const readings = given.map(({ address }) => readAddress(address));
    const good = given.flatMap(({ reason }, at) => {
      const reading = readings[at];
      return reading?.ok ? [{ address: asCompared(reading.address.name), reason }] : [];
    });
    for (let at = 0; at < good.length; at += atOnce) {
      const some = good.slice(at, at + atOnce);
      await this.#store.write([
        ...this.#requiringTenant(list),
        ...some.map((one) =>
          this.#store.put(list, { ...one, updatedAt, messageId: undefined, feedbackId: undefined }),
        ),
      ]);
    }
    return readings.map((reading) => (reading.ok ? undefined : reading.fault));
  }

  /** Takes many off the list, whether they were on it or not. Answers as `putAll` does. */
  async removeAll(list: ListOwner, addresses: readonly string[]): Promise<(string | undefined)[]> {
    const readings = addresses.map(readAddress);
    const good = readings.flatMap((reading) => (reading.ok ? [asCompared(reading.address.name)] : []));
    for (let at = 0; at < good.length; at += atOnce) {
      await this.#store.write([
        ...this.#requiringTenant(list),
        this.#store.removeSome(list, good.slice(at, at + atOnce)),
      ]);
    }
    return readings.map((reading) => (reading.ok ? undefined : reading.fault));
  }

  /** Which of these addresses are on the list for one of these reasons. */
  async suppressed(
    list: ListOwner,
    addresses: readonly string[],
    reasons: readonly SuppressionReason[],
  ): Promise<ReadonlyMap<string, SuppressionReason>> {
    const found = await Promise.all(
      addresses.map(async (address) => ({
        address,
        reason: (await this.#store.find(list, asCompared(address)))?.reason,
      })),
    );
    const counting = found.flatMap(({ address, reason }) =>
      reason !== undefined && reasons.includes(reason) ? [[address, reason] as const] : [],
    );
    return new Map(counting);
  }

  #requiringTenant({ tenant, ...owner }: ListOwner): readonly Change[] {
    return tenant === undefined ? [] : [this.#tenants().changeRequiringExistence(owner, tenant)];
  }
}

function readListed(text: string): string {
  const reading = readAddress(text);
  if (reading.ok) return asCompared(reading.address.name);
  throw new CallerError("bad-request", `Invalid email address <${text}>: ${reading.fault}.`, [
    { path: "EmailAddress", message: reading.fault },
  ]);
}
