import assert from "node:assert/strict";
import { test } from "node:test";
import { CallerError } from "#platform/errors.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Recommendations } from "./index.ts";

test("what was sent is counted only where it is asked about", async () => {
  let counted = 0;
  const recommendations = new Recommendations({
    identities: {
      get: async () => {
        throw new CallerError("not-found", "It was deleted meanwhile.");
      },
      domainsAfter: async () => ["sender.test"],
    },
    domainAdvice: { of: async () => [] },
    metricCounts: {
      table: async () => {
        counted += 1;
        return [];
      },
    },
    clock: new HandClock(),
  });
  const countedFor = async (type: string | undefined) => {
    counted = 0;
    const owner = { account: "000000000000", region: "us-east-1" };
    await recommendations.list(
      owner,
      { type },
      { token: undefined, size: undefined },
      new AbortController().signal,
    );
    return counted;
  };
  for (const type of ["DKIM", "SPF", "DMARC"]) assert.equal(await countedFor(type), 0, type);
  for (const type of ["BOUNCE", "COMPLAINT", undefined]) assert.equal(await countedFor(type), 1, `${type}`);
});
