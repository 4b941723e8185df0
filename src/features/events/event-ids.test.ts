import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { EventIds } from "./event-ids.ts";

test("names of one moment sort as they were given, whatever other moments had between them", () => {
  const ids = new EventIds(systemRandom);
  const names: string[] = [];
  for (let time = 0; time < 20; time++) {
    names.push(ids.next("evt", 1_000));
    ids.next("evt", 2_000 + time);
  }
  assert.deepEqual(names.toSorted(), names);
});
