import type { Measure } from "#features/events/index.ts";

/** SES's metrics of messages to one recipient, under the names that it gives them. */
export const metrics = [
  "SEND",
  "COMPLAINT",
  "PERMANENT_BOUNCE",
  "TRANSIENT_BOUNCE",
  "OPEN",
  "CLICK",
  "DELIVERY",
  "DELIVERY_OPEN",
  "DELIVERY_CLICK",
  "DELIVERY_COMPLAINT",
] as const;

export type Metric = (typeof metrics)[number];

/** By what messages are told apart; undefined: by none, or not by this. */
export interface MetricDimensions {
  readonly identity?: string | undefined;
  readonly configurationSet?: string | undefined;
  readonly provider?: string | undefined;
  readonly tenant?: string | undefined;
}

/** An event as it is counted: its type, and of a bounce or a complaint what kind it is. */
export interface CountedKind {
  readonly type: string;
  readonly bounceType: string | undefined;
  readonly subType: string | undefined;
}

/** Told by ourselves, of what was never sent. */
const withheld = new Set([
  "OnAccountSuppressionList",
  "OnTenantSuppressionList",
  "EmailValidationSuppressed",
  "UnsubscribedRecipient",
]);
/** Google tells senders of no single complaint. */
const tellsOfNoComplaint = "Gmail";

/** What an event counts as. */
export function metricsOf(
  { type, bounceType, subType }: CountedKind,
  { provider, hasPicture, hasLinks }: Pick<Measure, "provider" | "hasPicture" | "hasLinks">,
): readonly Metric[] {
  if (subType !== undefined && withheld.has(subType)) return [];
  switch (type) {
    case "Send":
      return ["SEND"];
    case "Bounce":
      return [bounceType === "Permanent" ? "PERMANENT_BOUNCE" : "TRANSIENT_BOUNCE"];
    case "Complaint":
      return ["COMPLAINT"];
    case "Open":
      return ["OPEN"];
    case "Click":
      return ["CLICK"];
    case "Delivery":
      return [
        "DELIVERY",
        ...(hasPicture ? (["DELIVERY_OPEN"] as const) : []),
        ...(hasLinks ? (["DELIVERY_CLICK"] as const) : []),
        ...(provider === tellsOfNoComplaint ? [] : (["DELIVERY_COMPLAINT"] as const)),
      ];
    default:
      return [];
  }
}
