// Whatever arrives, reading it ends in an input or in an InputFault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InputFault, readInput, router } from "./index.ts";

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const bodies = [
  `{"EmailIdentity":"example.com","Tags":[{"Key":"k","Value":"v"}],"DkimSigningAttributes":{"DomainSigningSelector":"s"}}`,
  `{"Content":{"Raw":{"Data":"AP+ACg=="}},"EmailTags":[{"Name":"a","Value":"b"}],"Destination":{"ToAddresses":["é@x"]}}`,
  `{"ExportDataSource":{"MetricsDataSource":{"Dimensions":{"ISP":["*"]},"StartDate":1.5,"EndDate":2}},"x":[[{}]]}`,
];
const pieces = [
  ...'{}[]",:0'.split(""),
  "null",
  "true",
  "1e999",
  "-1",
  '"x"',
  "\\u0000",
  "\\ud800",
  '{"__proto__":',
  "[[[[[[[[",
];
const targets = [
  ["POST", "/v2/email/identities"],
  ["POST", "/v2/email/outbound-emails"],
  ["POST", "/v2/email/export-jobs"],
  ["PUT", "/v2/email/identities/a%40b/dkim/signing"],
  ["GET", "/v2/email/suppression/addresses?Reason=BOUNCE&StartDate=2024-01-01T00%3A00%3A00Z&PageSize=5"],
  ["DELETE", "/v2/email/tags?ResourceArn=a&TagKeys=b&TagKeys=c"],
] as const;

function outcome(method: string, target: string, body: Uint8Array): "read" | "refused" | "not routed" {
  const route = router.route(method, target);
  if (route.kind !== "operation") return "not routed";
  try {
    readInput(route.call, body);
    return "read";
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    assert.ok(error.faults.length > 0 && error.message.length < 20_000);
    return "refused";
  }
}

test("bodies with pieces put in, taken out and bytes flipped", () => {
  const random = seeded(1);
  const seen = new Set<string>();
  for (let round = 0; round < 10_000; round += 1) {
    let text = bodies[random(bodies.length)] ?? "";
    for (let change = random(3); change >= 0; change -= 1) {
      const at = random(text.length + 1);
      const piece = pieces[random(pieces.length)] ?? "";
      text = text.slice(0, at) + (random(2) === 0 ? piece : "") + text.slice(at + random(4));
    }
    const body = new TextEncoder().encode(text);
    if (random(4) === 0 && body.length > 0) body[random(body.length)] = random(256);
    const [method, target] = targets[random(4)] ?? targets[0];
    seen.add(outcome(method, target, body));
  }
  assert.deepEqual(seen, new Set(["read", "refused"]));
});

test("targets with characters changed", () => {
  const random = seeded(2);
  const characters = "/%?&=.+0aé\0{}";
  const seen = new Set<string>();
  for (let round = 0; round < 10_000; round += 1) {
    let [method, target]: readonly [string, string] = targets[random(targets.length)] ?? targets[0];
    for (let change = random(3); change >= 0; change -= 1) {
      const at = random(target.length);
      target =
        target.slice(0, at) + (characters[random(characters.length)] ?? "") + target.slice(at + random(3));
    }
    seen.add(outcome(method, target, new TextEncoder().encode("{}")));
  }
  assert.deepEqual(seen, new Set(["read", "refused", "not routed"]));
});
