import assert from "node:assert/strict";
import { test } from "node:test";
import { assertLinear } from "#test/support/processor-time.ts";
import { constraintFaults } from "./constraints.ts";
import { router } from "./index.ts";

/** `path: our text: AWS's text` of each fault in an input of the operation at this path. */
function faults(method: string, target: string, input: Record<string, unknown>): string[] {
  const route = router.route(method, target);
  assert.ok(route.kind === "operation");
  return constraintFaults(route.call.operation.input, input).map(
    ({ path, message, awsMessage }) =>
      `${path}: ${message}: ${awsMessage.replace("failed to satisfy constraint", "…")}`,
  );
}

const create = (input: Record<string, unknown>) =>
  faults("POST", "/v2/email/identities", { EmailIdentity: "example.com", ...input });

test("what keeps every limit has no faults", () => {
  const Tags = [{ Key: "k", Value: "" }];
  assert.deepEqual(create({ Tags, DkimSigningAttributes: { DomainSigningSelector: "s-1" } }), []);
});

test("all faults are told, each with its place", () => {
  const input = { EmailIdentity: "", Tags: [{ Key: "k" }, { Value: "v" }] };
  assert.deepEqual(create(input), [
    "EmailIdentity: EmailIdentity must not be empty: Value at 'emailIdentity' …: Member must have length greater than or equal to 1",
    "Tags[0].Value: Tags[0].Value is required: Value at 'tags.1.member.value' …: Member must not be null",
    "Tags[1].Key: Tags[1].Key is required: Value at 'tags.2.member.key' …: Member must not be null",
  ]);
});

test("an unknown value of an enum is told the known ones", () => {
  assert.deepEqual(create({ DkimSigningAttributes: { NextSigningKeyLength: "RSA_1" } }), [
    "DkimSigningAttributes.NextSigningKeyLength: DkimSigningAttributes.NextSigningKeyLength must be one of " +
      "RSA_1024_BIT, RSA_2048_BIT: Value at 'dkimSigningAttributes.nextSigningKeyLength' …: " +
      "Member must satisfy enum value set: [RSA_1024_BIT, RSA_2048_BIT]",
  ]);
});

test("AWS blames the list for its items, we name the item", () => {
  assert.deepEqual(
    faults("PUT", "/v2/email/account/suppression", { SuppressedReasons: ["BOUNCE", "X", "Y"] }),
    [
      "SuppressedReasons[1]: SuppressedReasons[1] must be one of BOUNCE, COMPLAINT: Value at 'suppressedReasons' …: " +
        "Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, COMPLAINT]]",
    ],
  );
});

test("maps are checked by key and by value", () => {
  const texts = faults("POST", "/v2/email/tenants/list", { Filter: { X: "a", TENANT_NAME_CONTAINS: "" } });
  assert.equal(texts.length, 2);
  assert.match(
    texts[0] ?? "",
    /^Filter\["X"\].*Map keys must satisfy constraint: \[Member must satisfy enum value set/,
  );
  assert.match(
    texts[1] ?? "",
    /^Filter\["TENANT_NAME_CONTAINS"\].*Map value must satisfy constraint: \[Member must have/,
  );
});

test("numbers have ranges", () => {
  const at = "/v2/email/configuration-sets/c/delivery-options";
  const put = (MaxDeliverySeconds: number) =>
    faults("PUT", at, { ConfigurationSetName: "c", MaxDeliverySeconds });
  assert.deepEqual(put(300), []);
  assert.match(
    put(299).join(),
    /must be at least 300: .*Member must have value greater than or equal to 300$/,
  );
  assert.match(
    put(50_401).join(),
    /must be at most 50400: .*Member must have value less than or equal to 50400$/,
  );
});

test("lengths count code points", () => {
  const name = (PolicyName: string) =>
    faults("PUT", "/v2/email/identities/e/policies/p", { EmailIdentity: "e", PolicyName, Policy: "{}" });
  assert.deepEqual(name("😀".repeat(64)), []);
  assert.match(name("😀".repeat(65)).join(), /must have at most 64 characters/);
});

test("patterns match the whole string, and only one of an allowed length", () => {
  const selector = (DomainSigningSelector: string) =>
    create({ DkimSigningAttributes: { DomainSigningSelector } });
  for (const bad of ["a.b", "-a", "a_", "a\n"]) assert.match(selector(bad).join(), /must be letters/, bad);
  assert.match(selector(`${"a".repeat(63)}.`).join(), /must have at most 63 characters/);
});

test("a pattern that backtracks meets short strings only", async () => {
  await assertLinear((size) => {
    const texts = faults("POST", "/v2/email/import-jobs", {
      ImportDestination: {},
      ImportDataSource: { S3Url: `s3://a/${"a".repeat(size)}//`, DataFormat: "CSV" },
    });
    assert.match(texts.join(), /S3Url must have at most 1093 characters/);
  }, 250_000);
});

test("a body of a million faults gets twenty", () => {
  const Tags = Array.from({ length: 100_000 }, () => ({}));
  assert.equal(create({ Tags }).length, 20);
});
