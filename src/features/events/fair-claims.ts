import type { ClaimedPublication, Claiming, PublicationStore } from "./publications-store.ts";

/** A look at an account costs as much as that of an event. */
const mostAccounts = 8;

/**
 * What is due longest is claimed first. While more is due than there is room for, half of the room is given to the accounts in turn, so
 * that none waits until the backlog of another is told.
 */
export class FairClaims {
  readonly #store: Pick<PublicationStore, "accountsAfter" | "claimDue">;
  #isBehind = false;
  /** Of what the turns are to have: there may be room for a single one each time. */
  #owed = 0;
  /** Whose turn it was last. */
  #last = "";

  constructor(store: Pick<PublicationStore, "accountsAfter" | "claimDue">) {
    this.#store = store;
  }

  async claimDue(times: Claiming): Promise<ClaimedPublication[]> {
    const inTurn = this.#isBehind ? await this.#claimInTurn(times) : [];
    const limit = times.limit - inTurn.length;
    const longest = limit > 0 ? await this.#store.claimDue({ ...times, limit }) : [];
    this.#isBehind = longest.length === limit;
    return [...inTurn, ...longest];
  }

  async #claimInTurn(times: Claiming): Promise<ClaimedPublication[]> {
    this.#owed += times.limit / 2;
    const room = Math.floor(this.#owed);
    this.#owed -= room;
    if (room === 0) return [];
    const accounts = await this.#nextAccounts(times.now, Math.min(room, mostAccounts));
    const limit = Math.floor(room / Math.max(1, accounts.length));
    const claims = accounts.map(async (account) => await this.#store.claimDue({ ...times, limit }, account));
    return (await Promise.all(claims)).flat();
  }

  async #nextAccounts(now: number, most: number): Promise<string[]> {
    const next = await this.#store.accountsAfter(this.#last, { now, limit: most });
    const accounts = next.length > 0 ? next : await this.#store.accountsAfter("", { now, limit: most });
    this.#last = accounts.length < most ? "" : (accounts.at(-1) ?? "");
    return accounts;
  }
}
