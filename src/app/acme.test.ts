import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "#config.ts";
import { certificateNames } from "./acme.ts";

function namesWith({ regions, others }: { readonly regions: number; readonly others: number }) {
  const numbered = (count: number, nameOf: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => nameOf(at + 1)).join(",");
  return certificateNames(
    readConfig({
      SIGNET_ZONE: "mail.example.com",
      SIGNET_REGION: "eu-west-1",
      SIGNET_REGIONS: numbered(regions, (at) => `eu-west-${at}`),
      SIGNET_ACME: "letsencrypt",
      SIGNET_ACME_TERMS: "agreed",
      SIGNET_ACME_NAMES: numbered(others, (at) => `smtp${at}.example.org`),
    }),
  );
}

test("more names than authorities vouch for in one certificate are refused, with the settings that say them", () => {
  assert.equal(namesWith({ regions: 24, others: 50 }).length, 100);
  assert.throws(
    () => namesWith({ regions: 25, others: 50 }),
    (error) =>
      error instanceof ConfigError &&
      /102 names.* 100 .*SIGNET_ACME_NAMES.*SIGNET_REGIONS/s.test(error.message),
  );
});
