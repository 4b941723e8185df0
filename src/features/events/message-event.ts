import type { Owner } from "#platform/owner.ts";
import type { Measure } from "./measure.ts";

/** As SES writes it in `eventType`. */
export type EventType =
  | "Send"
  | "Reject"
  | "Bounce"
  | "Complaint"
  | "Delivery"
  | "Open"
  | "Click"
  | "Rendering Failure"
  | "DeliveryDelay"
  | "Subscription";

/** Something that became of a message. */
export interface MessageEvent {
  readonly type: EventType;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The object that SES's record has under the type's name: `bounce`, `delivery` … */
  readonly detail: object;
  /** What the message's tags gain: `ses:outgoing-ip`. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  /** How many recipients it is about, where `detail` does not list them. */
  readonly recipients?: number;
  /** What the message is counted under; undefined but for the event that it was sent. */
  readonly measure?: Measure | undefined;
}

/** How many recipients an event is about: those that its detail lists, under whichever of SES's names. */
export function recipientsOf({ recipients, detail }: MessageEvent): number {
  return recipients ?? listedIn(detail)?.length ?? 1;
}

/** Events that name recipients concern those; the others concern the whole message. */
export function concerns({ detail }: Pick<MessageEvent, "detail">, recipient: string): boolean {
  const listed = listedIn(detail);
  return (
    listed === undefined ||
    listed.some((one) => (typeof one === "string" ? one : one.emailAddress) === recipient)
  );
}

type Listed = readonly (string | { readonly emailAddress: string })[];

function listedIn(detail: object): Listed | undefined {
  const lists = detail as Readonly<Record<(typeof recipientLists)[number], Listed | undefined>>;
  return recipientLists.map((name) => lists[name]).find((list) => list !== undefined);
}

const recipientLists = [
  "recipients",
  "bouncedRecipients",
  "complainedRecipients",
  "delayedRecipients",
] as const;

export interface KeptEvent extends MessageEvent {
  readonly id: string;
  readonly configurationSet: string | undefined;
}

/** The message an event is about. */
export interface EventSubject {
  readonly owner: Owner;
  readonly messageId: string;
  readonly configurationSet: string | undefined;
}

/** Whom to tell of an event. */
export interface PublicationTarget {
  readonly kind: "subscription" | "webhook" | "destination";
  readonly id: string;
}

/** Under which name SES's record has an event's object. */
export const detailNames: Readonly<Record<EventType, string>> = {
  Send: "send",
  Reject: "reject",
  Bounce: "bounce",
  Complaint: "complaint",
  Delivery: "delivery",
  Open: "open",
  Click: "click",
  "Rendering Failure": "failure",
  DeliveryDelay: "deliveryDelay",
  Subscription: "subscription",
};

export const eventTypes = Object.keys(detailNames) as readonly EventType[];

/** SES's event record. */
export function eventRecord(mail: Readonly<Record<string, unknown>>, event: MessageEvent): object {
  const tags = { ...(mail["tags"] as object | undefined), ...event.tags };
  return { eventType: event.type, mail: { ...mail, tags }, [detailNames[event.type]]: event.detail };
}
