import { badRequest, CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn } from "#protocols/arn/arn.ts";
import type { TagStore } from "./store.ts";
import { checkTags, isTagKey, noTags, type Tag } from "./tag.ts";

export type { Tag } from "./tag.ts";

/** Kinds of resources that carry tags, as ARNs name them, with SES's words for them in its errors. */
const nouns = {
  identity: "EmailIdentity",
  "configuration-set": "ConfigurationSet",
  "contact-list": "ContactList",
  "custom-verification-email-template": "CustomVerificationEmailTemplate",
  "dedicated-ip-pool": "DedicatedIpPool",
  "deliverability-test-report": "DeliverabilityTestReport",
  "multi-region-endpoint": "MultiRegionEndpoint",
  template: "Template",
  tenant: "Tenant",
} as const;

type TaggableKind = keyof typeof nouns;

/** A resource by its kind and the name it is kept under: `configuration-set/news`. */
export type Resource = `${TaggableKind}/${string}`;

/** A kind of resource that carries tags, as the feature that has it tells us. */
export interface Taggable {
  readonly kind: TaggableKind;
  /** The name it is kept under (which may be written in other ways too), or undefined if there is none. */
  find(owner: Owner, name: string): Promise<string | undefined>;
  /** A step that undoes its group when the resource has gone in the meantime. */
  changeRequiringExistence(owner: Owner, name: string): Parameters<TagStore["merge"]>[3];
}

/** The tags of any resource. */
export class Tags {
  readonly #store: TagStore;
  readonly #kinds: ReadonlyMap<string, Taggable>;

  constructor({ store, taggable }: { store: TagStore; taggable: readonly Taggable[] }) {
    this.#store = store;
    this.#kinds = new Map(taggable.map((kind) => [kind.kind, kind]));
  }

  /** Throws `bad-request` for tags that break SES's rules. */
  validate(tags: readonly Tag[]): void {
    checkTags(tags);
  }

  /** For the group that creates the resource; the tags have been validated. */
  changesToSet(owner: Owner, resource: Resource, tags: readonly Tag[]) {
    return this.#store.set(owner, resource, tags);
  }

  /** For the group that deletes the resource. */
  changesToRemoveAll(owner: Owner, resource: Resource) {
    return this.#store.removeAll(owner, resource);
  }

  /** In the order of their keys. */
  async ofResource(owner: Owner, resource: Resource): Promise<Tag[]> {
    return await this.#store.list(owner, resource);
  }

  /** Of many at once; one without any is missing. */
  async ofResources(
    owner: Owner,
    resources: readonly Resource[],
  ): Promise<ReadonlyMap<string, readonly Tag[]>> {
    return await this.#store.listMany(owner, resources);
  }

  /** Tags are kept under the whole ARN: one that names another region is known to SES, but has no tags. */
  async list(owner: Owner, arn: string): Promise<Tag[]> {
    const named = this.#readResourceArn(owner, arn);
    const { resource } = await this.#find(owner, named);
    return named.region === owner.region ? await this.#store.list(owner, resource) : [];
  }

  /** Adds tags; one that is there takes the new value. */
  async tag(owner: Owner, arn: string, tags: readonly Tag[]): Promise<void> {
    if (tags.length === 0) throw noTags();
    const named = this.#readResourceArn(owner, arn);
    if (named.region !== owner.region) throw new CallerError("bad-request", "Failed to tag resource");
    checkTags(tags);
    const { name, resource } = await this.#find(owner, named);
    await this.#store.merge(owner, resource, tags, named.taggable.changeRequiringExistence(owner, name));
  }

  /** Removes tags; a key that is not there is none the less removed. */
  async untag(owner: Owner, arn: string, keys: readonly string[]): Promise<void> {
    const named = this.#readResourceArn(owner, arn);
    if (named.region !== owner.region) throw new CallerError("bad-request", "Failed to untag resource");
    const { resource } = await this.#find(owner, named);
    await this.#store.remove(owner, resource, [...new Set(keys)].filter(isTagKey));
  }

  /**
   * Another account's ARN is refused before anything is looked up: nothing can be learnt from it. One without an account is the caller's
   * own: Terraform writes it so with `skip_requesting_account_id`, and asks for a resource's tags whenever it reads one.
   */
  #readResourceArn(owner: Owner, text: string) {
    const arn = readArn(text);
    const [, kind = "", name = ""] = /^([^/]+)\/(.+)$/s.exec(arn?.resource ?? "") ?? [];
    if (arn === undefined || name === "" || arn.region === "") {
      throw refusedArn("ResourceArn is not the expected format");
    }
    if (arn.account !== "" && arn.account !== owner.account) {
      throw refusedArn("Operations on a resource created in a different account is not allowed");
    }
    const taggable = this.#kinds.get(kind);
    if (arn.service !== "ses" || taggable === undefined) {
      throw refusedArn("Provided resource identifier is not an SES resource");
    }
    return { region: arn.region, name, taggable };
  }

  async #find(owner: Owner, { name, taggable }: { name: string; taggable: Taggable }) {
    const found = await taggable.find(owner, name);
    if (found === undefined) {
      throw new CallerError("not-found", `No ${nouns[taggable.kind]} present with name: ${name}`);
    }
    const resource: Resource = `${taggable.kind}/${found}`;
    return { name: found, resource };
  }
}

function refusedArn(message: string): CallerError {
  return badRequest("ResourceArn", message);
}
