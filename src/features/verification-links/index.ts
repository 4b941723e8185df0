import { hash } from "node:crypto";
import type { Deliveries } from "#features/delivery/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import { type CustomMessage, customWords } from "./custom-message.ts";
import type { VerificationLinkStore } from "./store.ts";
import type { VerificationLink } from "./verification-link.ts";
import { htmlOf, subjectOf, textOf } from "./verification-message.ts";

export type { CustomMessage } from "./custom-message.ts";
export { regionName } from "./region-names.ts";
export { VerificationLinkStore } from "./store.ts";
export type { VerificationLink } from "./verification-link.ts";

/** How long a link is good for. */
export const linkLifetimeMs = dayMs;
/** An expired link is remembered this long, so that who comes late is told so. */
const rememberedMs = 30 * dayMs;
const mostRemovedAtOnce = 1_000;

const tokenBytes = 32;
/** 32 bytes in base64url. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** The links that prove an address: each is mailed once, works once, and is stored only as a hash. */
export class VerificationLinks {
  readonly #store: VerificationLinkStore;
  readonly #deliveries: Deliveries;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #publicUrl: () => string;
  readonly #zone: string;

  constructor(parts: {
    store: VerificationLinkStore;
    deliveries: Deliveries;
    clock: Clock;
    random: Random;
    /** Where people reach us; asked anew each time, for a listener learns its own port late. */
    publicUrl: () => string;
    /** The domain of the service itself, which the message comes from. */
    zone: string;
  }) {
    this.#store = parts.store;
    this.#deliveries = parts.deliveries;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#publicUrl = parts.publicUrl;
    this.#zone = parts.zone;
  }

  /** A new link for an address and the message that carries it, ours or a custom one. */
  changesToSend(of: {
    readonly owner: Owner;
    readonly identityId: string;
    readonly address: string;
    readonly message?: CustomMessage | undefined;
  }) {
    const { owner, identityId, address, message } = of;
    const now = this.#clock.now();
    const token = Buffer.from(this.#random.bytes(tokenBytes)).toString("base64url");
    const link = `${this.#publicUrl()}/verify/${token}`;
    const redirects = message && { success: message.successUrl, failure: message.failureUrl };
    const id = message?.id ?? newId("msg", now, this.#random);
    const words =
      message === undefined
        ? this.#ownWords({ owner, address, link })
        : customWords(message, { address, link });
    const content = composeMessage(
      {
        ...words,
        to: [{ address }],
        date: now,
        messageId: `${id}@${this.#zone}`,
        // RFC 3834 §5: no vacation notice is to answer it.
        fields: [["Auto-Submitted", "auto-generated"]],
      },
      this.#random,
    );
    const kept = { owner, identityId, address, expiresAt: now + linkLifetimeMs, redirects };
    return [
      this.#store.insert(hashOf(token), kept, now),
      ...this.#deliveries.changesToEnqueue({
        id,
        owner,
        envelopeFrom: `no-reply@${this.#zone}`,
        recipients: [address],
        content,
        signWith: message?.signWith ?? "service",
        rules: { tls: "opportunistic", sendingPool: undefined, lifetimeMs: linkLifetimeMs },
        report: undefined,
      }),
    ];
  }

  #ownWords(request: { readonly owner: Owner; readonly address: string; readonly link: string }) {
    return {
      from: { name: "Signet", address: `no-reply@${this.#zone}` },
      subject: subjectOf(request),
      text: textOf(request),
      html: htmlOf(request),
    };
  }

  /** The link behind a token, also one that was used or has expired. By its hash: no secret is ever compared. */
  async find(token: string): Promise<VerificationLink | undefined> {
    return tokenForm.test(token) ? await this.#store.find(hashOf(token)) : undefined;
  }

  /** Uses a link up. Guarded with `conflict`: it must be unused and its time not up. */
  changesToUse(token: string, now: number) {
    return [this.#store.use(hashOf(token), now)];
  }

  /** Forgets the links of an identity that is deleted. */
  changesToRemoveAll(owner: Owner, address: string) {
    return [this.#store.removeAll(owner, address)];
  }

  /** Forgets links that expired long ago, some at a time; answers how many. */
  async removeLongExpired(): Promise<number> {
    return await this.#store.removeExpired(this.#clock.now() - rememberedMs, mostRemovedAtOnce);
  }
}

function hashOf(token: string): Uint8Array {
  return hash("sha256", token, "buffer");
}
