import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, secondMs } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { assertLinear } from "#test/support/processor-time.ts";
import type { Ask } from "./fetch-through.ts";
import { OidcProvider } from "./provider.ts";

const issuer = "https://id.example.com";
const endpoints = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
};

function answered(document: object, status = 200) {
  const body = JSON.stringify(document);
  return { kind: "answered", status, mediaType: "application/json", body, isWhole: true } as const;
}

function providerAt(ask: Ask) {
  const clock = new HandClock();
  const logged: object[] = [];
  const note = (fields: object) => void logged.push(fields);
  const provider = new OidcProvider({
    issuer: new URL(issuer),
    clientId: "signet",
    clientSecret: "secret",
    providerName: "Example ID",
    claim: "email",
    redirectUri: () => "https://mail.example.com/sign-in",
    ask,
    clock,
    random: systemRandom,
    log: { info: note, warn: note, error: note },
  });
  return { provider, clock, logged };
}

test("what the provider says of itself is asked for once, and again after an hour, or some seconds after a failure", async () => {
  let asked = 0;
  const { provider, clock, logged } = providerAt(async () => {
    asked += 1;
    return asked === 1 ? { kind: "failed", reason: "away" } : answered(endpoints);
  });
  for (let times = 0; times < 20; times += 1) {
    await assert.rejects(provider.begin(), { problem: "unavailable" });
  }
  assert.deepEqual(
    [asked, logged.length],
    [1, 1],
    "strangers have it asked and logged as often as they like",
  );
  clock.advance(5 * secondMs);
  const [one, other] = await Promise.all([provider.begin(), provider.begin()]);
  assert.equal(asked, 2);
  clock.advance(hourMs);
  await provider.begin();
  assert.equal(asked, 3);
  assert.notEqual(one.token, other.token);
  const { searchParams } = new URL(one.url);
  assert.equal(searchParams.get("redirect_uri"), "https://mail.example.com/sign-in");
  assert.equal(searchParams.get("code_challenge_method"), "S256");
  assert.ok(!one.url.includes(one.token), "what is brought back is not shown to the provider");
});

test("of those who sign in at a time ten are let through to the provider", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { provider } = providerAt(async () => {
    await promise;
    return answered(endpoints);
  });
  const ten = Array.from({ length: 10 }, async () => await provider.begin());
  await assert.rejects(provider.begin(), { problem: "too-many-requests" });
  resolve();
  await Promise.all(ten);
  await provider.begin();
});

test("what the provider refuses is in the log without anybody's address", async () => {
  const { provider, logged } = providerAt(async (url) =>
    url.endsWith("/token")
      ? answered(
          { error: "invalid_client", error_description: "not for <ann@example.net>, ask it@example.net" },
          401,
        )
      : answered(endpoints),
  );
  const { url, token } = await provider.begin();
  const state = new URL(url).searchParams.get("state");
  const message = "Signing in with Example ID failed; Signet's log says why.";
  await assert.rejects(provider.nameIn(token, `code=x&state=${state}`), {
    problem: "wrong-credentials",
    message,
  });
  const text = JSON.stringify(logged);
  assert.match(text, /invalid_client, not for <…>, ask …/);
  assert.doesNotMatch(text, /@/);
});

test("where the provider is not reached, why is said and nothing else", async () => {
  const reason = "The name id.example.com has no address.";
  const { provider } = providerAt(async () => ({ kind: "failed", reason }));
  const fault = await provider.faultNow();
  assert.deepEqual([fault?.problem, fault?.reason], ["unavailable", `id.example.com: ${reason}`]);
});

test("however much whoever comes back says went wrong, it is gone through once", async () => {
  const { provider, logged } = providerAt(async () => answered(endpoints));
  const { url, token } = await provider.begin();
  const state = new URL(url).searchParams.get("state");
  await assertLinear(async (size) => {
    const answer = `error=x&error_description=${"x".repeat(size)}&state=${state}`;
    await assert.rejects(provider.nameIn(token, answer), { problem: "wrong-credentials" });
  }, 5_000);
  assert.ok(JSON.stringify(logged.at(-1)).length < 1_000);
});

test("an answer without end, another issuer's, and endpoints in the clear are not believed", async () => {
  for (const [answer, reason] of [
    [{ ...answered(endpoints), isWhole: false }, /too long/],
    [answered({ ...endpoints, issuer: "https://evil.example" }), /issuer/],
  ] as const) {
    const { provider } = providerAt(async () => answer);
    assert.match((await provider.faultNow())?.reason ?? "", reason);
    await assert.rejects(provider.begin());
  }
  const inTheClear = { ...endpoints, token_endpoint: "http://id.example.com/token" };
  const { provider, logged } = providerAt(async () => answered(inTheClear));
  const { url, token } = await provider.begin();
  const state = new URL(url).searchParams.get("state");
  await assert.rejects(provider.nameIn(token, `code=x&state=${state}`), { problem: "wrong-credentials" });
  assert.match(JSON.stringify(logged), /HTTPS/i);
});
