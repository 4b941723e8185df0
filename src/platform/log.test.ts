import assert from "node:assert/strict";
import { test } from "node:test";
import { openLog } from "./log.ts";

test("what is less grave than wanted is not logged, and details are not even put together", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const quiet = openLog(destination, "warn");
  assert.equal(quiet.debug, undefined);
  quiet.info({}, "unheard");
  openLog(destination, "debug").debug?.({ requestId: "req_1" }, "heard");
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { msg: string; requestId: string }).requestId),
    ["req_1"],
  );
});

test("neither secrets nor what PostgreSQL says of a row end in the log", () => {
  const lines: string[] = [];
  const log = openLog({ write: (line) => void lines.push(line) });
  const row = "Failing row contains (000000000000, hidden@example.com).";
  const error = Object.assign(new Error("null value in column"), {
    detail: row,
    where: row,
    internalQuery: row,
  });
  log.error({ err: error, secret: "hidden", key: { secret: "hidden", privateKey: "hidden" } }, "It failed.");
  assert.match(lines[0] ?? "", /null value in column/);
  assert.doesNotMatch(lines[0] ?? "", /hidden/);
});
