import { createHmac } from "node:crypto";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { EventType } from "#features/events/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { badMember, badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import type { Webhook, WebhookStore } from "./store.ts";

export { type Webhook, WebhookStore } from "./store.ts";

type Post = (
  url: string,
  content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Posted>;

const secretBytes = 32;
const mostWebhooks = 20;
const longestUrl = 2_048;

/** Endpoints that are posted events as they are, under a signature that only they and we can make. */
export class Webhooks {
  readonly #store: WebhookStore;
  readonly #secrets: Secrets;
  readonly #post: Post;
  readonly #refusalOf: (url: string) => string | undefined;
  readonly #configurationSets: () => Pick<ConfigurationSets, "get">;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: WebhookStore;
    secrets: Secrets;
    post: Post;
    /** Why nothing will ever be posted there; undefined: it may be. */
    refusalOf: (url: string) => string | undefined;
    configurationSets: () => Pick<ConfigurationSets, "get">;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#post = parts.post;
    this.#refusalOf = parts.refusalOf;
    this.#configurationSets = parts.configurationSets;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Answers the secret, this once. Throws `bad-request`, `unknown-configuration-set`, `limit-exceeded`. */
  async create(
    owner: Owner,
    {
      url,
      configurationSet,
      types,
    }: {
      readonly url: string;
      readonly configurationSet: string | undefined;
      readonly types: readonly EventType[];
    },
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "") || url.length > longestUrl) {
      const message = `must be an http or https URL of ${longestUrl} characters at most`;
      throw badMember("url", message);
    }
    const refusal = this.#refusalOf(url);
    if (refusal !== undefined) throw badRequest("url", refusal);
    if (configurationSet !== undefined) await this.#configurationSets().get(owner, configurationSet);
    const now = this.#clock.now();
    const webhook = {
      owner,
      id: newId("whk", now, this.#random),
      url,
      configurationSet,
      types,
      createdAt: now,
    };
    const secret = `whsec_${Buffer.from(this.#random.bytes(secretBytes)).toString("base64url")}`;
    const sealed = this.#secrets.seal(Buffer.from(secret), contextOf(webhook.id));
    await this.#store.insert(webhook, sealed, mostWebhooks);
    return { webhook, secret };
  }

  async list(owner: Owner): Promise<Webhook[]> {
    return await this.#store.list(owner);
  }

  /** Throws `not-found`. */
  async get(owner: Owner, id: string): Promise<Webhook> {
    const webhook = await this.#store.find(owner, id);
    if (webhook === undefined) throw new CallerError("not-found", `There is no webhook ${id}.`);
    return webhook;
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, id: string): Promise<void> {
    await this.#store.remove(owner, id);
  }

  /**
   * Posts an event. `signet-signature: t=<seconds>,v1=<hex>`, an HMAC-SHA256 with the secret over `<seconds>.<id>.<body>`; the id is the
   * event's, the same at every try. Undefined: the webhook is not there any more.
   */
  async notify(
    owner: Owner,
    id: string,
    event: { readonly id: string; readonly body: string },
  ): Promise<Posted | undefined> {
    const webhook = await this.#store.find(owner, id);
    if (webhook === undefined) return undefined;
    const secret = Buffer.from(this.#secrets.open(webhook.secretSealed, contextOf(id)));
    const seconds = Math.floor(this.#clock.now() / secondMs);
    const signature = createHmac("sha256", secret)
      .update(`${seconds}.${event.id}.${event.body}`)
      .digest("hex");
    return await this.#post(webhook.url, {
      headers: {
        "content-type": "application/json",
        "user-agent": "Signet",
        "signet-event-id": event.id,
        "signet-signature": `t=${seconds},v1=${signature}`,
      },
      body: event.body,
    });
  }
}

function contextOf(id: string): string {
  return `webhook/${id}`;
}
