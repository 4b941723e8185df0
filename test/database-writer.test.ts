import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { test } from "node:test";
import type { Worker } from "node:worker_threads";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "./support/engines.ts";

test("a SQLite store whose writer has died is not ready, and still closes", async () => {
  const threads: Worker[] = [];
  const listen = (message: unknown) => void threads.push((message as { worker: Worker }).worker);
  await using place = await newDatabasePlace("sqlite");
  subscribe("worker_threads", listen);
  await using database = await openDatabase(place);
  unsubscribe("worker_threads", listen);
  await database.ping();
  for (const thread of threads) await thread.terminate();
  await assert.rejects(database.ping(), /writer has stopped/);
});
