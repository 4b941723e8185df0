import type { Database } from "#platform/database/open.ts";

/** Messages of which some attempt is on record whose end nobody knows. */
export async function uncertainMessages(database: Database): Promise<Set<string>> {
  const rows = await database.read(
    database.build
      .selectFrom("delivery_attempts")
      .select("message_id")
      .where("outcome", "in", ["uncertain", "mixed"])
      .compile(),
  );
  return new Set(rows.map((row) => row.message_id));
}
