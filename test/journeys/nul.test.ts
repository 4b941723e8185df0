import assert from "node:assert/strict";
import { test } from "node:test";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

for (const engine of engines) {
  test(`a NUL in a path or query of our own API is the caller's fault, on ${engine}`, async () => {
    await using world = await World.start(engine);
    for (const [method, path] of [
      ["GET", "/signet/v1/identities/a%00b"],
      ["GET", "/signet/v1/identities/a%00b/checks"],
      ["POST", "/signet/v1/identities/a%00b/check"],
      ["POST", "/signet/v1/identities/a%00b/rotate"],
      ["POST", "/signet/v1/identities/a%00b/resend"],
      ["GET", "/signet/v1/inbox/a%00b"],
      ["GET", "/signet/v1/inbox?to=a%00b"],
      ["GET", "/signet/v1/inbox/wait?timeout_seconds=0&after=a%00b"],
      ["DELETE", "/signet/v1/dns/records?name=a%00b"],
    ] as const) {
      assert.equal((await world.call(method, path)).status, 400, path);
    }
  });
}
