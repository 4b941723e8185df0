import type { Tag, Tags } from "#features/tags/index.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import { type Random, randomLabel } from "#platform/random.ts";
import { isRegion } from "#protocols/sigv4/region.ts";
import { type MultiRegionEndpoint, regionsOf } from "./endpoint.ts";
import { Route } from "./route.ts";
import { type MultiRegionEndpointStore, missing } from "./store.ts";

/** SES names no number. */
const mostEndpoints = 100;
const longestId = 64;

/** What messages are sent through from two regions at once. There is nothing to set up: one is ready once it is on disk. */
export class MultiRegionEndpoints {
  readonly #store: MultiRegionEndpointStore;
  readonly #tags: Tags;
  readonly #serves: (region: string) => boolean;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: MultiRegionEndpointStore;
    tags: Tags;
    /** Whether a region is served from this database. */
    serves: (region: string) => boolean;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#serves = parts.serves;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** `secondary`: exactly one region. Throws `bad-request`, `already-exists`, `limit-exceeded`. */
  async create(
    owner: Owner,
    { name, secondary, tags }: { name: string; secondary: readonly string[]; tags: readonly Tag[] },
  ): Promise<MultiRegionEndpoint> {
    this.#tags.validate(tags);
    const endpoint: MultiRegionEndpoint = {
      owner,
      id: `${randomLabel(this.#random, 10)}.${randomLabel(this.#random, 3)}`,
      name,
      secondaryRegion: this.#secondaryRegion(owner, secondary),
      createdAt: this.#clock.now(),
    };
    await this.#store.write([
      ...this.#store.insert(endpoint, mostEndpoints),
      ...this.#tags.changesToSet(owner, `multi-region-endpoint/${name}`, tags),
    ]);
    return endpoint;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, name: string): Promise<MultiRegionEndpoint> {
    const endpoint = await this.#store.find(owner, name);
    if (endpoint === undefined) throw missing(name);
    return endpoint;
  }

  async exists(owner: Owner, name: string): Promise<boolean> {
    return (await this.#store.find(owner, name)) !== undefined;
  }

  /** Those made in the owner's region, by name. */
  async list(owner: Owner, page: PageRequest): Promise<Page<MultiRegionEndpoint>> {
    return await readPage(page, {
      name: "multi-region-endpoints",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, from),
    });
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      ...this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `multi-region-endpoint/${name}`),
    ]);
  }

  /** For who tags it. */
  changeRequiringExistence(owner: Owner, name: string) {
    return this.#store.requireExistence(owner, name);
  }

  /**
   * Where a call is sent from: without an endpoint in the caller's region, else in one of the endpoint's, each as likely as the
   * other, and in the other should that one refuse. Throws `not-found`, `bad-request`.
   */
  async route({ account, region }: Owner, id: string | undefined): Promise<Route> {
    if (id === undefined) return new Route([region], region);
    const endpoint = id.length > longestId ? undefined : await this.#store.findById(account, id);
    if (endpoint === undefined) throw missing(id.slice(0, longestId));
    const [main, ...others] = regionsOf(endpoint).filter((one) => this.#serves(one));
    if (main === undefined) {
      throw badRequest("EndpointId", `No region of the multi-region endpoint ${id} is served here.`);
    }
    const [byte = 0] = this.#random.bytes(1);
    return new Route(byte % 2 === 0 ? [main, ...others] : [...others, main], main);
  }

  #secondaryRegion(owner: Owner, [secondary = "", ...others]: readonly string[]): string {
    const path = "Details.RoutesDetails";
    if (secondary === "" || others.length > 0) throw badRequest(path, `${path} must name one region.`);
    if (!isRegion(secondary)) {
      throw badRequest(path, `${path}: '${secondary.slice(0, 64)}' is not the name of a region.`);
    }
    if (secondary === owner.region) {
      throw badRequest(path, `${path}: ${secondary} is the primary region; name another.`);
    }
    if (!this.#serves(secondary)) {
      throw badRequest(path, `${path}: ${secondary} is not served here.`);
    }
    return secondary;
  }
}
