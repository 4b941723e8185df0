import type { Config } from "#config.ts";
import { DnsClient } from "#protocols/dns/client/dns-client.ts";
import { lookUp, roomForLookUps } from "#protocols/dns/client/lookup.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import {
  type Got,
  type GuardedRequest,
  type GuardedRequestOptions,
  guardedPost,
  guardedRequest,
  type Posted,
  refusalOfUrl,
  systemAddressesOf,
} from "#protocols/http/guarded-request.ts";
import type { Surroundings } from "./surroundings.ts";
import { resolversNow } from "./system-resolvers.ts";

/** Servers of the web that customers name, and the operator. */
export class Web implements AsyncDisposable {
  readonly #privateNetworks: Config["privateNetworks"];
  readonly #resolvers: ReturnType<typeof resolversNow>;
  readonly #dns: DnsClient;
  readonly #refusedAddress;

  constructor(
    config: Pick<Config, "resolvers" | "privateNetworks">,
    { random }: Pick<Surroundings, "random">,
  ) {
    this.#privateNetworks = config.privateNetworks;
    this.#resolvers = resolversNow(config);
    this.#dns = new DnsClient({ random, allowedNetworks: config.privateNetworks, ...roomForLookUps });
    const refused = createAddressPolicy(config.privateNetworks);
    this.#refusedAddress = (address: string) => {
      const reason = refused(address);
      return reason && `${reason} (the operator may allow it: SIGNET_PRIVATE_NETWORKS)`;
    };
  }

  /** Why nothing will ever be posted there, where that is plain. */
  refusalOf(url: string): string | undefined {
    return refusalOfUrl(url, { refusedAddress: this.#refusedAddress });
  }

  async post(
    url: string,
    content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<Posted> {
    return await guardedPost(url, content, this.#guard);
  }

  /**
   * Asks a server that the operator named, wherever it is: a private address, too. Other hosts that it leads to are asked like those that
   * anybody named.
   */
  async askNamed(named: string, url: string, request: GuardedRequest): Promise<Got> {
    const isNamed = URL.parse(url)?.host === URL.parse(named)?.host;
    const got = await guardedRequest(url, request, isNamed ? this.#ofOperator : this.#guard);
    if (got.kind === "answered" || got.isOfUnknownAuthority !== true) return got;
    return { ...got, reason: `${got.reason} The file with that one's own is named by NODE_EXTRA_CA_CERTS.` };
  }

  get #guard(): GuardedRequestOptions {
    return {
      refusedAddress: this.#refusedAddress,
      addressesOf: async (host) => await this.#addressesOf(host, this.#privateNetworks.length > 0),
    };
  }

  get #ofOperator(): GuardedRequestOptions {
    return {
      refusedAddress: () => undefined,
      addressesOf: async (host) => await this.#addressesOf(host, true),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dns[Symbol.asyncDispose]();
  }

  /**
   * The resolvers are asked by ourselves: the system looks up only a few names at a time in a whole process, so that some that nobody answers
   * for would hold up everybody's. What only the system knows, such as a container's neighbour, is at a private address, so it is asked for
   * only where such may be contacted.
   */
  async #addressesOf(host: string, mayBePrivate: boolean): Promise<readonly string[]> {
    const resolvers = this.#resolvers();
    if (resolvers === "roots") return await systemAddressesOf(host);
    const by = { client: this.#dns, resolvers };
    const looked = await Promise.all([lookUp(host, "A", by), lookUp(host, "AAAA", by)]);
    const addresses = looked
      .flatMap((found) => (found.kind === "records" ? found.records : []))
      .flatMap((record) => ("address" in record ? [record.address] : []));
    if (addresses.length > 0) return addresses;
    if (mayBePrivate) return await systemAddressesOf(host);
    const unknown = looked.find((found) => found.kind === "failed");
    if (unknown !== undefined)
      throw new Error(`The addresses of ${host} could not be found out: ${unknown.reason}.`);
    return [];
  }
}
