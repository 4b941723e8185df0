import assert from "node:assert/strict";
import { test } from "node:test";
import { CallerError } from "#platform/errors.ts";
import { readPageRequest } from "./read-query.ts";

test("a page has 1 to 1000 items, and what else is asked for is refused by the name it was asked by", () => {
  const read = (query: string) => readPageRequest(new URLSearchParams(query));
  const called = { size: "page_size", token: "next_token" };
  assert.deepEqual(read("page_size=1000&next_token=x"), { size: 1_000, token: "x", called });
  assert.deepEqual(read(""), { size: undefined, token: undefined, called });
  for (const wrong of ["0", "1001", "-1", "ten"]) {
    assert.throws(
      () => read(`page_size=${wrong}`),
      (error) =>
        error instanceof CallerError &&
        error.problem === "bad-request" &&
        error.details[0]?.path === "page_size",
      wrong,
    );
  }
});
