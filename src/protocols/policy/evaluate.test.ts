import assert from "node:assert/strict";
import { test } from "node:test";
import { type Decision, evaluatePolicies, type PolicyRequest } from "./evaluate.ts";
import { matchesArn, matchesGlob } from "./glob.ts";

const resource = "arn:aws:ses:us-east-1:111122223333:identity/example.com";
const request: PolicyRequest = {
  principal: { account: "444455556666", arn: "arn:aws:iam::444455556666:root" },
  action: "ses:SendRawEmail",
  resource,
  context: {
    "ses:FromAddress": "news@example.com",
    "ses:Recipients": ["a@one.example", "b@two.example"],
    "aws:SourceIp": "192.0.2.7",
    "aws:CurrentTime": "2026-11-24T12:00:00Z",
    "ses:ApiVersion": "2",
  },
};
const allow = {
  Effect: "Allow",
  Principal: { AWS: "444455556666" },
  Action: "ses:Send*",
  Resource: resource,
};

const cases: readonly [what: string, statements: readonly object[], decision: Decision][] = [
  ["an account that is named", [allow], "allow"],
  ["everybody", [{ ...allow, Principal: "*" }], "allow"],
  ["an account's root", [{ ...allow, Principal: { AWS: ["arn:aws:iam::444455556666:root"] } }], "allow"],
  ["another account", [{ ...allow, Principal: { AWS: "777788889999" } }], "none"],
  ["no principal at all", [{ ...allow, Principal: undefined }], "none"],
  ["another action", [{ ...allow, Action: "ses:GetAccount" }], "none"],
  ["an action in other letters", [{ ...allow, Action: ["SES:sendrawemail"] }], "allow"],
  ["all but an action", [{ ...allow, Action: undefined, NotAction: "ses:SendRawEmail" }], "none"],
  ["another identity", [{ ...allow, Resource: `${resource}.org` }], "none"],
  ["a denial beside it", [allow, { ...allow, Effect: "Deny" }], "deny"],
  [
    "a denial of others beside it",
    [allow, { ...allow, Effect: "Deny", Principal: { AWS: "777788889999" } }],
    "allow",
  ],
  [
    "a sender it must be like",
    [{ ...allow, Condition: { StringLike: { "ses:FromAddress": "*@example.com" } } }],
    "allow",
  ],
  [
    "a sender it must not be like",
    [{ ...allow, Condition: { StringNotLike: { "SES:FromAddress": "news@*" } } }],
    "none",
  ],
  [
    "recipients all of which must fit",
    [{ ...allow, Condition: { "ForAllValues:StringLike": { "ses:Recipients": "*.example" } } }],
    "allow",
  ],
  [
    "recipients not all of which fit",
    [{ ...allow, Condition: { "ForAllValues:StringLike": { "ses:Recipients": "*@one.example" } } }],
    "none",
  ],
  [
    "recipients one of which must fit",
    [{ ...allow, Condition: { "ForAnyValue:StringLike": { "ses:Recipients": "*@one.example" } } }],
    "allow",
  ],
  [
    "a network it must come from",
    [{ ...allow, Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } } }],
    "allow",
  ],
  [
    "a network it must not come from",
    [{ ...allow, Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }],
    "none",
  ],
  [
    "a time before it",
    [{ ...allow, Condition: { DateLessThan: { "aws:CurrentTime": "2026-11-24T13:00:00Z" } } }],
    "allow",
  ],
  ["a number", [{ ...allow, Condition: { NumericGreaterThan: { "ses:ApiVersion": "2" } } }], "none"],
  [
    "a key that is not there",
    [{ ...allow, Condition: { StringEquals: { "ses:FeedbackAddress": "a" } } }],
    "none",
  ],
  [
    "a key that need not be there",
    [{ ...allow, Condition: { StringEqualsIfExists: { "ses:FeedbackAddress": "a" } } }],
    "allow",
  ],
  [
    "a key that must not be there",
    [{ ...allow, Condition: { Null: { "ses:FeedbackAddress": "true" } } }],
    "allow",
  ],
  [
    "an operator that nobody knows",
    [{ ...allow, Condition: { StringSounds: { "ses:FromAddress": "a" } } }],
    "none",
  ],
  [
    "a denial by an operator that nobody knows",
    [allow, { ...allow, Effect: "Deny", Condition: { StringSounds: {} } }],
    "deny",
  ],
];

for (const [what, Statement, decision] of cases) {
  test(`${what}: ${decision}`, () => {
    assert.equal(evaluatePolicies([JSON.stringify({ Statement })], request), decision);
  });
}

const senderLike = (value: unknown) => ({ "ses:FromAddress": value });

for (const [what, malformed] of [
  ["conditions that are none", { Condition: "news@example.com" }],
  ["a list of conditions", { Condition: [] }],
  ["an operator without keys", { Condition: { StringEquals: "news@example.com" } }],
  ["an operator that every object has", { Condition: { constructor: senderLike("a") } }],
  ["a value that is an object", { Condition: { StringNotEquals: senderLike({ a: "b" }) } }],
  ["no number", { Condition: { NumericNotEquals: senderLike("one") } }],
  ["no date", { Condition: { DateNotEquals: senderLike("2026-13-45") } }],
  ["no network", { Condition: { NotIpAddress: senderLike("10.0.0.0/99") } }],
  ["neither yes nor no", { Condition: { Null: senderLike("perhaps") } }],
  ["a principal that is none", { Principal: "444455556666" }],
  ["all but principals that are none", { Principal: undefined, NotPrincipal: "777788889999" }],
  [
    "all but principals of a kind that is not known",
    { Principal: undefined, NotPrincipal: { Federated: "x" } },
  ],
  ["all but an action that is none", { Action: undefined, NotAction: {} }],
  ["all but a resource that is none", { Resource: undefined, NotResource: [null] }],
] as const) {
  test(`${what}: nothing is allowed by it, and everything denied`, () => {
    const decide = (...Statement: object[]) => evaluatePolicies([JSON.stringify({ Statement })], request);
    assert.equal(decide({ ...allow, ...malformed }), "none");
    assert.equal(decide(allow, { ...allow, Effect: "Deny", ...malformed }), "deny");
  });
}

test("a denial whose condition cannot be checked denies", () => {
  const Statement = [
    allow,
    { ...allow, Effect: "Deny", Condition: { StringSounds: { "ses:FromAddress": "a" } } },
  ];
  assert.equal(evaluatePolicies([JSON.stringify({ Statement })], request), "deny");
});

test("what is no statement says nothing", () => {
  for (const document of [
    "{}",
    "[]",
    "null",
    '{"Statement":[1,null,"x"]}',
    '{"Statement":{"Effect":"Maybe"}}',
  ]) {
    assert.equal(evaluatePolicies([document], request), "none");
  }
});

test("a pattern is matched in bounded time", () => {
  assert.ok(matchesGlob("", "*"));
  assert.ok(matchesGlob("abc", "a?c"));
  assert.ok(!matchesGlob("abc", "a?"));
  assert.ok(!matchesGlob("a".repeat(4_000), `${"*a".repeat(2_000)}b`));
});

test("an ARN is compared part by part, and its resource may have colons", () => {
  const pattern = "arn:aws:sns:*:123456789012:mail*";
  assert.ok(matchesArn("arn:aws:sns:eu-west-1:123456789012:mail", pattern));
  assert.ok(matchesArn("arn:aws:sns:eu-west-1:123456789012:mail:of:all", pattern));
  assert.ok(!matchesArn("arn:aws:sns:eu-west-1:999999999999:a:123456789012:mail", pattern));
  assert.ok(!matchesArn("arn:aws:sns:eu-west-1:123456789012", pattern));
  assert.ok(matchesArn("arn:aws:sns:eu-west-1:123456789012:mail", "*"));
});
