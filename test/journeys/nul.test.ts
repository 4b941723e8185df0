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

  test(`so is one in a body, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const url = "https://told.example/";
    for (const [path, body] of [
      ["/signet/v1/session", { name: "a\0b", password: "0123456789" }],
      ["/signet/v1/webhooks", { url: `${url}\0` }],
      ["/signet/v1/webhooks", { url, configuration_set: "a\0b" }],
    ] as const) {
      assert.equal((await world.call("POST", path, body)).status, 400, path);
    }
  });

  test(`nor does one in a link lead anywhere, on ${engine}`, async () => {
    await using world = await World.start(engine);
    for (const place of ["a%00b/us-east-1/sub_1", "000000000000/us-east-1/a%00b"]) {
      const answer = await fetch(`${world.app.httpUrl}/topics/unsubscribe/${place}`);
      assert.equal(answer.status, 404, place);
    }
  });
}
