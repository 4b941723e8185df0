import { setImmediate as turn } from "node:timers/promises";
import type { MessageSearchStore } from "#features/delivery/index.ts";
import { concerns, type Events, type MessageEvent, type MessageOutcome } from "#features/events/index.ts";
import { mailboxProviderOf } from "#features/mailbox-providers/index.ts";
import type { EventMailObject } from "#features/sending/index.ts";
import type { Owner } from "#platform/owner.ts";
import { readMailbox } from "#protocols/address/mailbox.ts";
import type { DeliveryStage, InsightsSource } from "./export-job.ts";
import { type Insight, readFilter } from "./insights-filter.ts";
import type { ExportedTable } from "./rows.ts";
import type { Cell } from "./table-text.ts";

const lookedAtOnce = 200;
/** SES's, where nothing is said. */
const usualResults = 1_000;

export interface InsightsParts {
  readonly search: Pick<MessageSearchStore, "search">;
  readonly events: Pick<Events, "outcomesOf">;
}

interface Filters {
  readonly texts: readonly string[];
  readonly isMeant: (insight: Insight) => boolean;
}

/** Throws `bad-request` where a filter says what cannot be meant. */
export function readFilters({ include, exclude }: InsightsSource): Filters {
  const path = "ExportDataSource.MessageInsightsDataSource";
  const wanted = readFilter(include, `${path}.Include`);
  const unwanted = readFilter(exclude, `${path}.Exclude`);
  return {
    texts: wanted.texts,
    isMeant: (insight) =>
      wanted.isMeant?.(insight) !== false && (unwanted.isMeant === undefined || !unwanted.isMeant(insight)),
  };
}

/** The newest messages first, each of their recipients in a row, until there are as many as were asked for. */
export function insightsTable(parts: InsightsParts, owner: Owner, source: InsightsSource): ExportedTable {
  return {
    columns: [
      "MessageId",
      "FromEmailAddress",
      "Destination",
      "Subject",
      "Isp",
      "TenantName",
      "SendTimestamp",
      "LastDeliveryEvent",
      "LastDeliveryEventTimestamp",
      "LastEngagementEvent",
      "LastEngagementEventTimestamp",
    ],
    lots: lotsOf(parts, owner, source),
  };
}

async function* lotsOf({ search, events }: InsightsParts, owner: Owner, source: InsightsSource) {
  const { texts, isMeant } = readFilters(source);
  const { tenant } = source.include;
  const meant = { texts, tenant: tenant?.length === 1 ? tenant[0] : undefined };
  const span = { since: source.from, until: source.to + 1 };
  let left = source.mostResults ?? usualResults;
  for (let after: string | undefined, isOver = false; left > 0 && !isOver; ) {
    await turn();
    const { found, reached } = await search.search(
      owner,
      { ...meant, ...span },
      { after, limit: lookedAtOnce },
    );
    const outcomes = await events.outcomesOf(
      owner,
      found.map(({ id }) => id),
    );
    const insights = found.flatMap(({ id, createdAt, tenant: sentFor, mail }) =>
      insightsOf({ id, createdAt, tenant: sentFor, mail: mail as EventMailObject }, outcomes.get(id)),
    );
    const rows = insights.filter(isMeant).slice(0, left).map(cellsOf);
    left -= rows.length;
    yield { rows, lookedAt: insights.length };
    after = reached;
    isOver = reached === undefined;
  }
}

function insightsOf(
  message: {
    readonly id: string;
    readonly createdAt: number;
    readonly tenant: string | undefined;
    readonly mail: EventMailObject;
  },
  outcome: MessageOutcome | undefined,
): Insight[] {
  const { commonHeaders, destination } = message.mail;
  const { clickedAt, openedAt } = outcome ?? {};
  const of = {
    messageId: message.id,
    from: commonHeaders.from.map(addressIn),
    subject: commonHeaders.subject ?? "",
    tenant: message.tenant,
    sentAt: message.createdAt,
    engagement:
      clickedAt !== undefined
        ? ({ stage: "CLICK", at: clickedAt } as const)
        : openedAt !== undefined
          ? ({ stage: "OPEN", at: openedAt } as const)
          : undefined,
  };
  return destination.map((recipient) => ({
    ...of,
    destination: recipient,
    provider: mailboxProviderOf(recipient),
    delivery: furthest((outcome?.events ?? []).filter((event) => concerns(event, recipient))),
  }));
}

/** SES's order: SEND < BOUNCE < DELIVERY < COMPLAINT. Of two alike, the later. */
function furthest(events: readonly MessageEvent[]): Insight["delivery"] {
  const order = ["Send", "Bounce", "Delivery", "Complaint"];
  const last = events
    .filter(({ type }) => order.includes(type))
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type) || one.at - other.at)
    .at(-1);
  return last && { stage: stageOf(last), at: last.at };
}

function stageOf({ type, detail }: MessageEvent): DeliveryStage {
  if (type === "Delivery") return "DELIVERY";
  if (type === "Complaint") return "COMPLAINT";
  if (type !== "Bounce") return "SEND";
  const { bounceType } = detail as { readonly bounceType?: string };
  if (bounceType === "Permanent") return "PERMANENT_BOUNCE";
  return bounceType === "Transient" ? "TRANSIENT_BOUNCE" : "UNDETERMINED_BOUNCE";
}

function cellsOf(insight: Insight): Cell[] {
  const { delivery, engagement } = insight;
  return [
    insight.messageId,
    insight.from.join(", "),
    insight.destination,
    insight.subject,
    insight.provider,
    insight.tenant,
    iso(insight.sentAt),
    delivery?.stage,
    delivery && iso(delivery.at),
    engagement?.stage,
    engagement && iso(engagement.at),
  ];
}

function addressIn(given: string): string {
  const reading = readMailbox(given);
  return reading.ok ? reading.mailbox.address : given;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
