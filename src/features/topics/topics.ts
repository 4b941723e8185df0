import { hash, randomUUID } from "node:crypto";
import { type Clock, dayMs } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { readArn, writeArn } from "#protocols/arn/arn.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { notificationHeaders, signedNotification, type UnsignedNotification } from "./notification.ts";
import type { NotificationKey } from "./signing-key.ts";
import type { Subscription, TopicStore } from "./store.ts";

export type Post = (
  url: string,
  content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Posted>;

/** What is told to all that subscribed. */
interface Published {
  /** Of one thing the same at every try: by it subscribers see that they have it already. */
  readonly id: string;
  readonly at: number;
  readonly message: string;
  readonly subject?: string;
}

const nameForm = /^[A-Za-z0-9_-]{1,256}$/;
const tokenBytes = 32;
const mostTopics = 1_000;
/** Each is one more to tell of every event. */
const mostSubscriptions = 100;
const longestEndpoint = 2_048;
/** As SNS has it: who does not confirm by then did not ask for it. */
const tokenGoodMs = 2 * dayMs;

/** Topics as SNS has them: what is published to one goes to every endpoint that subscribed and confirmed. */
export class Topics {
  readonly #store: TopicStore;
  readonly #key: NotificationKey;
  readonly #post: Post;
  readonly #publicUrl: () => string;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: TopicStore;
    key: NotificationKey;
    post: Post;
    publicUrl: () => string;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#key = parts.key;
    this.#post = parts.post;
    this.#publicUrl = parts.publicUrl;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Answers its ARN. One that is there is as good as made. Throws `bad-request`, `limit-exceeded`. */
  async create(owner: Owner, name: string): Promise<{ readonly arn: string; readonly createdAt: number }> {
    if (!nameForm.test(name)) {
      throw badRequest("name", "Topic names have 1 to 256 letters, digits, hyphens and underscores.");
    }
    await this.#store.insert(owner, name, { createdAt: this.#clock.now(), most: mostTopics });
    const found = await this.#store.find(owner, name);
    return { arn: arnOf(owner, name), createdAt: found?.createdAt ?? this.#clock.now() };
  }

  async list(owner: Owner) {
    const topics = await this.#store.list(owner);
    return topics.map(({ name, createdAt }) => ({ name, createdAt, arn: arnOf(owner, name) }));
  }

  /** With its subscriptions. Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write(this.#store.remove(owner, name));
  }

  /** Whether an ARN names a topic of this owner. */
  async exists(owner: Owner, arn: string): Promise<boolean> {
    const name = nameIn(owner, arn);
    return name !== undefined && (await this.#store.find(owner, name)) !== undefined;
  }

  /**
   * Asks an endpoint whether it wants to be told: it is sent a SubscriptionConfirmation and has to follow the URL in it. Answers what it
   * said; nothing where it has confirmed already, for then it is not asked again. Throws `not-found`, `bad-request`, `limit-exceeded`.
   */
  async subscribe(
    owner: Owner,
    topic: string,
    endpoint: string,
  ): Promise<{
    readonly subscription: Omit<Subscription, "confirmedAt">;
    readonly posted: Posted | undefined;
  }> {
    if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "") || endpoint.length > longestEndpoint) {
      const words = `The endpoint must be an http or https URL of ${longestEndpoint} characters at most.`;
      throw badRequest("endpoint", words);
    }
    const now = this.#clock.now();
    const token = Buffer.from(this.#random.bytes(tokenBytes)).toString("base64url");
    const subscription = { owner, topic, id: newId("sub", now, this.#random), endpoint, createdAt: now };
    const limits = { tokenHash: hashOf(token), most: mostSubscriptions };
    if (!(await this.#store.subscribe(subscription, limits))) {
      return { subscription: await this.#confirmed(owner, topic, endpoint), posted: undefined };
    }
    const TopicArn = arnOf(owner, topic);
    const posted = await this.#send(endpoint, undefined, {
      Type: "SubscriptionConfirmation",
      MessageId: randomUUID(),
      Token: token,
      TopicArn,
      Message: `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
      SubscribeURL: `${this.#publicUrl()}/topics/confirm/${token}`,
      Timestamp: new Date(now).toISOString(),
    });
    return { subscription, posted };
  }

  async subscriptionsOf(owner: Owner, topic: string): Promise<Subscription[]> {
    return await this.#store.subscriptionsOf(owner, topic);
  }

  /** Throws `not-found`. */
  async subscription(owner: Owner, topic: string, id: string): Promise<Subscription> {
    const found = (await this.#store.subscriptionsOf(owner, topic)).find((one) => one.id === id);
    if (found === undefined)
      throw new CallerError("not-found", `The topic ${topic} has no subscription ${id}.`);
    return found;
  }

  /** Those that are told, by the topic's ARN. */
  async confirmedOf(owner: Owner, arn: string): Promise<Subscription[]> {
    const name = nameIn(owner, arn);
    const all = name === undefined ? [] : await this.#store.subscriptionsOf(owner, name);
    return all.filter(({ confirmedAt }) => confirmedAt !== undefined);
  }

  /** Answers the subscription's ARN; undefined: the token is none of ours, or too old. */
  async confirm(token: string): Promise<string | undefined> {
    const subscription = await this.#store.ofToken(hashOf(token));
    if (subscription === undefined) return undefined;
    const now = this.#clock.now();
    if (subscription.confirmedAt === undefined && now - subscription.createdAt >= tokenGoodMs)
      return undefined;
    await this.#store.write(this.#store.confirm(subscription, now));
    return subscriptionArnOf(subscription);
  }

  /** Throws `not-found`. */
  async unsubscribe(owner: Owner, topic: string, id: string): Promise<void> {
    await this.#store.write(this.#store.removeSubscription({ owner, topic, id }));
  }

  /** By the link in every notification: the id is not to be guessed. */
  async unsubscribeBy(owner: Owner, id: string): Promise<boolean> {
    // A link may say anything, and PostgreSQL takes a NUL for an error.
    if ([owner.account, owner.region, id].some((part) => part.includes("\0"))) return false;
    const subscription = await this.#store.findSubscription(owner, id);
    if (subscription === undefined) return false;
    await this.#store.write(this.#store.removeSubscription(subscription));
    return true;
  }

  /** To everybody behind a topic, should it be one of ours. Whether they took it is not looked at. */
  async announce(owner: Owner, arn: string, message: string): Promise<void> {
    const told = { id: randomUUID(), at: this.#clock.now(), message };
    const subscriptions = await this.confirmedOf(owner, arn);
    await Promise.all(subscriptions.map(async (subscription) => await this.notify(subscription, told)));
  }

  /** Posts a notification to one subscription. Undefined: it is not there any more. */
  async notifyById(owner: Owner, id: string, content: Published): Promise<Posted | undefined> {
    const subscription = await this.#store.findSubscription(owner, id);
    return subscription === undefined || subscription.confirmedAt === undefined
      ? undefined
      : await this.notify(subscription, content);
  }

  async notify(subscription: Subscription, { id, at, message, subject }: Published): Promise<Posted> {
    return await this.#send(subscription.endpoint, subscription, {
      Type: "Notification",
      MessageId: messageIdOf(id),
      TopicArn: arnOf(subscription.owner, subscription.topic),
      ...(subject === undefined ? {} : { Subject: subject }),
      Message: message,
      Timestamp: new Date(at).toISOString(),
    });
  }

  /** PEM; what SigningCertURL leads to. */
  async certificate(): Promise<string> {
    return (await this.#key.open()).certificate;
  }

  async #send(
    endpoint: string,
    subscription: Subscription | undefined,
    notification: UnsignedNotification,
  ): Promise<Posted> {
    const { privateKey } = await this.#key.open();
    const base = `${this.#publicUrl()}/topics`;
    const body = signedNotification(notification, {
      privateKey,
      certificateUrl: `${base}/certificate.pem`,
      unsubscribeUrl:
        subscription &&
        `${base}/unsubscribe/${subscription.owner.account}/${subscription.owner.region}/${subscription.id}`,
    });
    const arn = subscription && subscriptionArnOf(subscription);
    return await this.#post(endpoint, { headers: notificationHeaders(notification, arn), body });
  }

  /** Throws `not-found`. */
  async #confirmed(owner: Owner, topic: string, endpoint: string): Promise<Subscription> {
    const all = await this.#store.subscriptionsOf(owner, topic);
    const found = all.find((one) => one.endpoint === endpoint && one.confirmedAt !== undefined);
    if (found === undefined) throw new CallerError("not-found", "The subscription was removed meanwhile.");
    return found;
  }
}

function arnOf({ region, account }: Owner, name: string): string {
  return writeArn({ partition: "aws", service: "sns", region, account, resource: name });
}

function subscriptionArnOf({ owner, topic, id }: Subscription): string {
  return `${arnOf(owner, topic)}:${id}`;
}

function nameIn(owner: Owner, text: string): string | undefined {
  const arn = readArn(text);
  const isOurs = arn?.service === "sns" && arn.account === owner.account && arn.region === owner.region;
  return isOurs ? arn.resource : undefined;
}

/** In the form of a UUID, as SNS has it (RFC 9562, version 8). */
function messageIdOf(id: string): string {
  const digits = hash("sha256", id, "hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

function hashOf(token: string): Uint8Array {
  return hash("sha256", token, "buffer");
}
