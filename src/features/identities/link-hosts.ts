import type { DomainOwnersStore } from "./domain-owners-store.ts";

/**
 * Whose name a link may stand under. All redirect domains lead to the same pages, and a link's token says nothing of where it stands: under
 * another customer's, a link would have from their good name whatever its maker likes.
 */
export class LinkHosts {
  readonly #store: Pick<DomainOwnersStore, "isOthersDomain">;
  readonly #publicUrl: () => string;

  constructor(parts: { store: Pick<DomainOwnersStore, "isOthersDomain">; publicUrl: () => string }) {
    this.#store = parts.store;
    this.#publicUrl = parts.publicUrl;
  }

  /** Whether the name that we were asked by (no port) is proven to be other accounts', and not that of who made the link. */
  async isForeign(account: string, host: string): Promise<boolean> {
    const domain = host.toLowerCase().replace(/\.$/, "");
    if (domain === URL.parse(this.#publicUrl())?.hostname) return false;
    return await this.#store.isOthersDomain(account, domain);
  }
}
