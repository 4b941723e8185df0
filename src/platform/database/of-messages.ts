import { type RawBuilder, type Selectable, sql } from "kysely";
import { minuteMs } from "#platform/clock.ts";
import { leastEventIdAt, leastIdAt } from "#platform/ids.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables/index.ts";

/** Nothing is made before the message that it is about, but for what the clocks of processes differ by. */
const skewMs = minuteMs;

const idsOf = {
  deliveries: (at: number) => leastIdAt("dlv", at),
  message_events: (at: number) => leastEventIdAt("evt", at),
} as const;

/**
 * The rows of a table that are about messages, to select from. PostgreSQL is to look for one message after the other (it does, for what has a
 * limit, be it none), in the order of ids: where it knows little of a day, or that there is nothing in it, it would rather read all of it than
 * look for hundreds, and take any index that the account leads to for as good as that of the message. Ids begin with their time: days before
 * the first message are left aside.
 */
export function ofMessages<Table extends keyof typeof idsOf>(
  { engine }: Database,
  table: Table,
  messageIds: readonly string[],
  { condition, most = null }: { readonly condition: RawBuilder<unknown>; readonly most?: number | null },
): RawBuilder<Selectable<Tables[Table]>> {
  if (engine === "sqlite") {
    return sql`(select * from ${sql.table(table)} where message_id in (${sql.join(messageIds)}) and ${condition})`;
  }
  return sql`(select found.* from unnest(${messageIds}::text[]) as wanted (message) cross join lateral (
    select * from ${sql.table(table)} where message_id = wanted.message and id >= ${leastIdFor(table, messageIds)} and ${condition}
    order by id limit ${most}) as found)`;
}

function leastIdFor(table: keyof typeof idsOf, messageIds: readonly string[]): string {
  const times = messageIds.map((id) => Number.parseInt(id.slice(4, 16), 16));
  const since = Math.max(Math.min(...times) - skewMs, 0) || 0;
  return idsOf[table](since);
}
