import assert from "node:assert/strict";
import { test } from "node:test";
import { apiKey, type Stub, startStub } from "#test/support/stub-server.ts";

/** As a proxy on this machine asks, which adds from where. */
async function statusFor(
  { server }: Stub,
  from: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const url = `${server.url}/v2/email/identities/example.com`;
  const answer = await fetch(url, { headers: { "x-forwarded-for": from, ...headers } });
  await answer.arrayBuffer();
  return answer.status;
}

test("what is open to this machine is not open to whoever says localhost to a proxy on it", async () => {
  for (const options of [{}, { publicUrl: new URL("http://localhost:8080") }]) {
    await using stub = await startStub(options);
    for (const from of ["203.0.113.5", "127.0.0.1, 203.0.113.5", "203.0.113.5:50123", "[2001:db8::5]:443"]) {
      assert.equal(await statusFor(stub, from), 403, from);
    }
    assert.equal(await statusFor(stub, "127.0.0.1"), 200);
    assert.equal(await statusFor(stub, "203.0.113.5, ::1"), 200);
    assert.equal(await statusFor(stub, "203.0.113.5", { authorization: `Bearer ${apiKey}` }), 200);
  }
});
