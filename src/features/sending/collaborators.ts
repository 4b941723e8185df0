import type { AccountSuppression } from "#features/account/index.ts";
import type { ConfigurationSet } from "#features/configuration-sets/index.ts";
import type { Measure } from "#features/events/index.ts";
import type { ListOwner, SuppressionReason } from "#features/suppression/index.ts";
import type { Tenant } from "#features/tenants/index.ts";
import type { Change } from "#platform/change.ts";
import type { Owner } from "#platform/owner.ts";
import type { SmimeSigner } from "#protocols/smime/signature.ts";
import type { ListManagement, SendRequest, TemplateChoice, Wording } from "./send-request.ts";

/** What the account may send, and whether it may now. */
export interface SendingAccount {
  settings(owner: Owner): Promise<{
    readonly productionAccess: boolean;
    readonly suppression: AccountSuppression;
  }>;
  /** Throws `sending-paused`, `too-many-requests`, `limit-exceeded`. */
  admit(owner: Owner, sending: { readonly recipients: number; readonly counted: number }): Promise<Charge>;
}

/** What a message costs of the account's quota. */
export interface Charge {
  /** To be written with the message. */
  readonly changes: readonly Change[];
  /** To be called as the message is written; resolves once it is on disk too. */
  count(): Promise<void>;
}

/** Customers of customers. */
export interface SendingTenants {
  /** Throws `not-found`, `message-rejected`, `access-denied` where it was not given what it sends with. */
  admit(
    owner: Owner,
    name: string,
    means: {
      readonly identity: string;
      readonly configurationSet: string | undefined;
      readonly template: string | undefined;
    },
  ): Promise<Pick<Tenant, "name" | "suppression">>;
}

export interface SuppressionList {
  suppressed(
    list: ListOwner,
    addresses: readonly string[],
    reasons: readonly SuppressionReason[],
  ): Promise<ReadonlyMap<string, SuppressionReason>>;
}

export interface TemplateRenderer {
  /** Throws `not-found`, `bad-request`, and `RenderingFailure` where the data lacks what the template needs. */
  render(owner: Owner, template: TemplateChoice, data: readonly string[]): Promise<Wording>;
}

/** What became of a message, in SES's JSON. */
export interface RaisedEvent {
  readonly type:
    | "Send"
    | "Bounce"
    | "Complaint"
    | "Delivery"
    | "DeliveryDelay"
    | "Reject"
    | "Rendering Failure";
  readonly at: number;
  readonly detail: object;
  /** What the message's tags gain. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly recipients?: number;
  readonly measure?: Measure | undefined;
}

export interface EventSink {
  changesToRaise(
    of: {
      readonly owner: Owner;
      readonly messageId: string;
      readonly configurationSet: string | undefined;
    },
    events: readonly RaisedEvent[],
  ): Promise<readonly Change[]>;
}

export interface Subscriptions {
  /** Throws `not-found` for an unknown list or topic. `changes` makes a contact of a recipient who was none. */
  admit(
    owner: Owner,
    list: ListManagement,
    address: string,
  ): Promise<{ readonly subscribed: boolean; readonly changes: readonly Change[] }>;
}

/** A message with a configuration set, as tracking names it. */
export interface TrackedMessage {
  readonly owner: Owner;
  readonly messageId: string;
  readonly set: ConfigurationSet;
  readonly sentAt: number;
  readonly overrides: SendRequest["tracking"];
}

/** What tells of an opening, and of links that are followed, was put into a message. */
export interface Tracked {
  readonly opens: boolean;
  readonly clicks: boolean;
}

export interface TrackedHtml {
  /** The HTML as it is sent; `message` is undefined where there is no configuration set to track for. */
  rewrite(
    html: string,
    message: TrackedMessage | undefined,
  ): Promise<{ readonly html: string; readonly tracked: Tracked }>;
  /** What does the same to every HTML of a message, and what it put into it so far; undefined where nothing is tracked. */
  rewriterFor(
    message: TrackedMessage,
  ): Promise<{ readonly rewrite: (html: string) => string; readonly tracked: Tracked } | undefined>;
}

/** Who is told of what becomes of messages. */
export interface Publishing {
  isPublished(
    owner: Owner,
    configurationSet: string | undefined,
    type: "Bounce" | "Complaint",
  ): Promise<boolean>;
}

export interface SmimeSigners {
  /** Who signs what an identity sends from an address now; undefined: nobody. */
  signerFor(owner: Owner, identity: string, from: string): Promise<SmimeSigner | undefined>;
}

export interface UnsubscribeLinks {
  /** The link to unsubscribe with, and the header fields that carry it (RFC 8058). */
  linkFor(of: {
    readonly owner: Owner;
    readonly list: string;
    readonly topic: string | undefined;
    readonly address: string;
    readonly messageId: string;
    readonly configurationSet: string | undefined;
  }): { readonly url: string; readonly fields: readonly (readonly [string, string])[] };
}
