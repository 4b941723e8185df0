import { sql } from "kysely";
import type { Database } from "#platform/database/database.ts";

export const owner = { account: "000000000000", region: "us-east-1" };

const measured = JSON.stringify(["sender.test", "Gmail", "", 1, 1]);
const digits = (at: number) => at.toString(16).padStart(12, "0");

export const messageIdAt = (at: number, number = 0) => `0100${digits(at)}-${String(number).padStart(8, "0")}`;

export interface Written {
  readonly messageId: string;
  readonly at: number;
  readonly type: string;
  readonly detail?: string;
}

/** As rows, whatever would be refused or mended on the way; `analyzed`: PostgreSQL knows how many there are. */
export async function writeEvents(
  database: Database,
  events: readonly Written[],
  { analyzed = true } = {},
): Promise<void> {
  const rows = events.map(({ messageId, at, type, detail = "{}" }, number) => ({
    ...owner,
    message_id: messageId,
    id: `evt_${digits(at)}-${String(number).padStart(6, "0")}-0011223344556677`,
    at,
    type,
    configuration_set: null,
    detail,
    tags: null,
    recipients: 1,
    measured: type === "Send" ? measured : null,
  }));
  for (let from = 0; from < rows.length; from += 1_000) {
    const query = database.build.insertInto("message_events").values(rows.slice(from, from + 1_000));
    await database.write([{ query: query.compile() }]);
  }
  if (analyzed) await database.write([{ query: sql`analyze`.compile(database.build) }]);
}
