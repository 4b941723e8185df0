import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import type { Database } from "./database.ts";
import { observed } from "./observed.ts";

test("why a database takes no writes is logged once a minute, however many callers are told to come back", async () => {
  const clock = new HandClock();
  const said: string[] = [];
  const say = ({ err }: { readonly err?: Error }, message: string) =>
    said.push(`${message}: ${err?.message}`);
  const cause = new Error("database or disk is full");
  let failure: Error = new Unavailable("Please try again.", { cause });
  const write = async () => await Promise.reject(failure);
  const full = { write } as Pick<Database, "write"> as Database;
  const database = observed(full, { clock, log: { info: say, warn: say, error: say } });
  const ask = async () => await assert.rejects(database.write([]), failure);
  for (let caller = 0; caller < 10; caller++) await ask();
  const told = "The database is not available; callers are told to come back: database or disk is full";
  assert.deepEqual(said, [told]);
  clock.advance(minuteMs);
  await ask();
  assert.deepEqual(said, [told, told]);
  clock.advance(minuteMs);
  failure = new Error("no such table");
  await ask();
  assert.equal(said.length, 2, "a bug is told by whoever meets it");
});
