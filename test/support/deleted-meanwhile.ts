import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import type { World } from "./world.ts";

/** What becomes of a call while another node, which began before, deletes a row: `done`, or the error's name. */
export async function whileDeleted(
  world: World,
  { table, name }: { readonly table: string; readonly name: string },
  call: () => Promise<unknown>,
): Promise<string> {
  const other = new Client({ connectionString: world.databaseUrl });
  await other.connect();
  await other.query("begin");
  await other.query(`delete from ${table} where name = $1`, [name]);
  let isOver = false;
  const called = call()
    .then(
      () => "done",
      (error: Error) => error.name,
    )
    .finally(() => {
      isOver = true;
    });
  const waiting =
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while (!isOver && (await other.query(waiting)).rowCount === 0) await delay(5);
  await other.query("commit");
  await other.end();
  return await called;
}
