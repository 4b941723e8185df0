import { type RawBuilder, sql } from "kysely";
import type { Database } from "./database.ts";

/** Whether a text, such as a name, has another in it in upper or lower case. */
export function containsInEitherCase(
  engine: Database["engine"],
  text: RawBuilder<string>,
  part: string,
): RawBuilder<boolean> {
  return contains(engine, sql`lower(${text})`, part.toLowerCase());
}

/** Whether a text has another in it. Not LIKE: to SQLite a pattern of more than 50,000 bytes is an error. */
export function contains(
  engine: Database["engine"],
  text: RawBuilder<string>,
  part: RawBuilder<string> | string,
): RawBuilder<boolean> {
  return engine === "sqlite"
    ? sql<boolean>`instr(${text}, ${part}) > 0`
    : sql<boolean>`strpos(${text}, ${part}) > 0`;
}
