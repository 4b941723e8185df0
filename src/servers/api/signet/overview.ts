import type { EventCounts, EventTotals } from "#features/event-counts/index.ts";
import type { EventType } from "#features/events/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readTime, readWord } from "./read-query.ts";

/** What came about over time, as numbers. */
export function overviewRoutes({ eventCounts }: { readonly eventCounts: EventCounts }): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/overview",
      handle: async (request) => await show(eventCounts, request),
    },
  ];
}

async function show(eventCounts: EventCounts, { caller, query }: PlainRequest) {
  const overview = await eventCounts.overview(caller.owner, {
    from: readTime(query, "from"),
    to: readTime(query, "to"),
    step: readWord(query, "step", ["hour", "day"]),
  });
  return {
    from: iso(overview.from),
    to: iso(overview.to),
    step: overview.step,
    totals: toWire(overview.totals),
    rates: ratesOf(overview.totals),
    series: overview.series.map(({ at, counts }) => ({ at: iso(at), ...toWire(counts) })),
  };
}

const members = {
  sends: "Send",
  deliveries: "Delivery",
  bounces: "Bounce",
  complaints: "Complaint",
  rejects: "Reject",
  opens: "Open",
  clicks: "Click",
  delays: "DeliveryDelay",
  rendering_failures: "Rendering Failure",
  subscriptions: "Subscription",
} as const satisfies Record<string, EventType>;

function toWire(totals: EventTotals) {
  return Object.fromEntries(Object.entries(members).map(([member, type]) => [member, totals[type] ?? 0]));
}

function ratesOf({ Send, Delivery, Bounce, Complaint, Open, Click }: EventTotals) {
  return {
    delivery: rate(Delivery, Send),
    bounce: rate(Bounce, Send),
    complaint: rate(Complaint, Delivery),
    open: rate(Open, Delivery),
    click: rate(Click, Delivery),
  };
}

function rate(part = 0, whole = 0): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
