import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { sqliteCompiler } from "#platform/database/compiler.ts";
import { BatchWriter } from "./write-batch.ts";

test("a statement travels once, and is forgotten with the others when there are many", () => {
  const writer = new BatchWriter();
  const build = sqliteCompiler();
  const write = (text: string) => writer.write([{ statements: [{ query: sql.raw(text).compile(build) }] }]);
  const first = write("select 'usual'");
  assert.deepEqual([first.startsAnew, first.newStatements.length, [...first.plan]], [false, 1, [1, 0]]);
  assert.equal(write("select 'usual'").newStatements.length, 0);
  const batches = Array.from({ length: 1_200 }, (_, at) => write(`select ${at}`));
  assert.equal(batches.filter(({ startsAnew }) => startsAnew).length, 2);
  const numbers = batches.flatMap(({ newStatements }) => newStatements.map(({ number }) => number));
  assert.ok(Math.max(...numbers) < 500);
  assert.deepEqual(
    write("select 'usual'").newStatements.map(({ sql: text }) => text),
    ["select 'usual'"],
  );
});

test("bytes that are a piece of a larger block travel without it", () => {
  const piece = Buffer.alloc(64 * 1024)
    .subarray(8, 16)
    .fill(7);
  const whole = new Uint8Array([1, 2]);
  const query = sql`select ${piece}, ${whole}, ${"text"}`.compile(sqliteCompiler());
  const { parameters } = new BatchWriter().write([{ statements: [{ query }] }]);
  assert.deepEqual(parameters, [new Uint8Array(8).fill(7), whole, "text"]);
  assert.equal((parameters[0] as Uint8Array).buffer.byteLength, 8);
});
