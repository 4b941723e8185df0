// What a caller without an AWS SDK is told when something is wrong: where, and what to do about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { describeOperation } from "#test/support/operation.ts";

interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly details: readonly Detail[] };
}
interface Detail {
  readonly path: string;
  readonly message: string;
}

describeOperation("CreateEmailIdentity", (world) => {
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const url = `${world().app.httpUrl}/v2/email/identities`;
    const answer = await fetch(url, { method: "POST", body, headers });
    return { status: answer.status, ...((await answer.json()) as Refusal) };
  };
  const create = async (more: object) =>
    await post(JSON.stringify({ EmailIdentity: "refused.test", ...more }));

  test("what is wrong with the tags as a whole says which one it is", async () => {
    const team = { Key: "team", Value: "mail" };
    const many = Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: "" }));
    for (const [Tags, path] of [
      [[team, { ...team, Value: "other" }], "Tags[1].Key"],
      [[team, { ...team, Key: "aws:mine" }], "Tags[1].Key"],
      [many, "Tags"],
    ] as const) {
      const { status, error } = await create({ Tags });
      assert.deepEqual([status, error.code], [400, "VALIDATION_ERROR"]);
      assert.deepEqual(error.details, [{ path, message: error.message }]);
    }
  });

  test("a private key pasted as PEM is told what to leave out", async () => {
    const DomainSigningPrivateKey = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
    const { error } = await create({
      DkimSigningAttributes: { DomainSigningSelector: "s1", DomainSigningPrivateKey },
    });
    assert.match(error.message, /must be base64 in one piece: .* BEGIN and END lines$/);
    assert.equal(error.details[0]?.path, "DkimSigningAttributes.DomainSigningPrivateKey");
  });

  test("what is no JSON is told where it stops being JSON", async () => {
    const { status, error } = await post('{"EmailIdentity":"a.test",}');
    assert.equal(status, 400);
    assert.match(error.message, /^The request body is not valid JSON: .*position 26/);
  });

  test("a compressed body is told so, and a coding that is no compression is overlooked", async () => {
    const body = JSON.stringify({ EmailIdentity: "packed.test" });
    const { status, error } = await post(new Uint8Array(gzipSync(body)), { "content-encoding": "gzip" });
    assert.deepEqual([status, error.details[0]?.path], [400, "Content-Encoding"]);
    assert.match(error.message, /must not be compressed/);
    assert.equal((await post(body, { "content-encoding": "utf-8" })).status, 200);
  });

  test("a key for repeated calls that is none is named", async () => {
    const { status, error } = await post("{}", { "idempotency-key": "k".repeat(256) });
    assert.deepEqual([status, error.details[0]?.path], [400, "Idempotency-Key"]);
  });
});
