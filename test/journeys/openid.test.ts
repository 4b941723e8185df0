import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Browser, type SessionAnswer } from "#test/support/browser.ts";
import { engines } from "#test/support/engines.ts";
import { OpenidProvider } from "#test/support/openid-provider.ts";
import { operatorOf } from "#test/support/operator.ts";
import { annsAccount, startWorldOfPeople } from "#test/support/people.ts";
import type { World } from "#test/support/world.ts";

const path = "/signet/v1/session/oidc";
const annAtHome = "ann@example.net";

/** A world that knows a provider, in which Ann has no password. */
async function startWorldWith(
  provider: OpenidProvider,
  settings: Readonly<Record<string, string>> = {},
  engine: (typeof engines)[number] = "sqlite",
): Promise<World> {
  const world = await startWorldOfPeople(engine, { ...provider.settings, ...settings });
  provider.register(world.app.httpUrl);
  await using operator = await operatorOf(world);
  await operator.users.create(annsAccount, { name: annAtHome, password: undefined });
  return world;
}

async function begin(browser: Browser) {
  const { status, data } = await browser.call("POST", path);
  assert.equal(status, 200);
  return data as { readonly url: string; readonly token: string };
}

/** Goes to the provider and back. */
async function signInAt(provider: OpenidProvider, browser: Browser, name: string) {
  const { url, token } = await begin(browser);
  const back = await provider.visit(url, name);
  return await browser.call("PUT", path, { token, answer: back.search.slice(1) });
}

for (const engine of engines) {
  describe(`signing in with an OpenID provider, on ${engine}`, () => {
    test("whoever the provider vouches for is signed in, and by nothing else", async () => {
      await using provider = await OpenidProvider.start();
      provider.people.set("ann", { email: "Ann@Example.net", email_verified: true });
      await using world = await startWorldWith(provider, {}, engine);
      const browser = new Browser(world);
      assert.deepEqual((await browser.session()).provider, {
        name: "Example ID",
        url: `${world.app.httpUrl}/sign-in`,
      });
      const answer = await signInAt(provider, browser, "ann");
      assert.equal(answer.status, 200, answer.error?.message ?? "");
      const { account, user } = answer.data as SessionAnswer;
      assert.equal(account, annsAccount);
      assert.deepEqual([user?.name, user?.password, user?.totp], [annAtHome, false, false]);
      assert.equal((await browser.session()).account, annsAccount);
      for (const password of ["", "undefined", "correct horse battery"]) {
        assert.notEqual((await new Browser(world).signIn(annAtHome, password)).status, 200);
      }
    });

    test("whatever the provider calls somebody who is no user, they are told so", async () => {
      await using provider = await OpenidProvider.start();
      await using world = await startWorldWith(provider, { SIGNET_OIDC_CLAIM: "preferred_username" }, engine);
      for (const name of ["a\0b", "a\ud800b", "x".repeat(60_000), "ann@example.net\n"]) {
        provider.people.set("eve", { preferred_username: name });
        const { status, error } = await signInAt(provider, new Browser(world), "eve");
        assert.equal(status, 401, name.slice(0, 20));
        assert.match(error?.message ?? "", /^There is no user [^\p{Cc}\p{Cs}]{1,256} here\.$/u);
      }
    });

    test("a user's password is taken away and given again", async () => {
      await using provider = await OpenidProvider.start({ inIdToken: true });
      provider.people.set("ann", { email: annAtHome, email_verified: true });
      await using world = await startWorldWith(provider, {}, engine);
      const browser = new Browser(world);
      const { data } = await signInAt(provider, browser, "ann");
      browser.csrfToken = (data as SessionAnswer).csrf_token;
      const users = (await browser.call("GET", "/signet/v1/users")).data as {
        users: { id: string; name: string; password: boolean }[];
      };
      assert.deepEqual(
        users.users.map(({ name, password }) => [name, password]),
        [
          ["ann", true],
          [annAtHome, false],
        ],
      );
      const [other, oneself] = users.users.map(({ id }) => `/signet/v1/users/${id}/password`);
      const none = await browser.call("PUT", other ?? "", { password: null });
      assert.deepEqual([none.status, (none.data as { password: boolean }).password], [200, false]);
      assert.equal((await new Browser(world).signIn("ann", "correct horse battery")).status, 401);
      assert.equal((await browser.call("PUT", other ?? "", {})).status, 400);
      const refused = await browser.call("PUT", oneself ?? "", { password: "another battery" });
      assert.equal(refused.error?.message, "You have no password here: another user can give you one.");
    });
  });
}

test("who is unknown here, or not verified there, is told so", async () => {
  await using provider = await OpenidProvider.start();
  provider.people.set("bob", { email: "bob@example.net", email_verified: true });
  provider.people.set("eve", { email: annAtHome, email_verified: false });
  provider.people.set("tom", {});
  await using world = await startWorldWith(provider);
  for (const [name, message] of [
    ["bob", "There is no user bob@example.net here."],
    ["eve", "Example ID does not say that your e-mail address was verified (email_verified)."],
    ["tom", "Example ID does not say what your email is."],
  ] as const) {
    const browser = new Browser(world);
    const answer = await signInAt(provider, browser, name);
    assert.deepEqual([answer.status, answer.error?.message], [401, message]);
    assert.equal((await browser.session()).account, null);
  }
});

test("a name that only looks like a user's is another one", async () => {
  await using provider = await OpenidProvider.start();
  // The sign of the kelvin, which becomes a k where it is made small.
  provider.people.set("eve", { preferred_username: "\u212Aate" });
  provider.people.set("kate", { preferred_username: "Kate" });
  await using world = await startWorldWith(provider, { SIGNET_OIDC_CLAIM: "preferred_username" });
  await using operator = await operatorOf(world);
  await operator.users.create(annsAccount, { name: "kate", password: undefined });
  assert.equal((await signInAt(provider, new Browser(world), "eve")).status, 401);
  assert.equal((await signInAt(provider, new Browser(world), "kate")).status, 200);
});

test("what the ID token leaves out is asked for", async () => {
  await using provider = await OpenidProvider.start({ inIdToken: true, onlyIfAsked: ["email_verified"] });
  provider.people.set("ann", { email: annAtHome, email_verified: "true" });
  await using world = await startWorldWith(provider);
  const answer = await signInAt(provider, new Browser(world), "ann");
  assert.equal(answer.status, 200, answer.error?.message ?? "");
});

for (const authentication of ["client_secret_post", "none"] as const) {
  test(`a provider that knows us by ${authentication}, and names that are in another claim`, async () => {
    await using provider = await OpenidProvider.start({ authentication });
    provider.people.set("ann", { preferred_username: annAtHome });
    await using world = await startWorldWith(provider, { SIGNET_OIDC_CLAIM: "preferred_username" });
    const answer = await signInAt(provider, new Browser(world), "ann");
    assert.equal(answer.status, 200, answer.error?.message ?? "");
  });
}

test("what was begun by another, is used twice or was made up signs nobody in", async () => {
  await using provider = await OpenidProvider.start();
  provider.people.set("ann", { email: annAtHome, email_verified: true });
  await using world = await startWorldWith(provider);
  const browser = new Browser(world);
  const [own, others] = [await begin(browser), await begin(browser)];
  const answer = (await provider.visit(own.url, "ann")).search.slice(1);
  const state = new URLSearchParams(answer).get("state") ?? "";
  const refused = async (body: unknown, expected: RegExp) => {
    const { status, error } = await new Browser(world).call("PUT", path, body);
    assert.equal(status, 401);
    assert.match(error?.message ?? "", expected);
  };
  await refused({ token: others.token, answer }, /not begun here/);
  await refused({ token: "x", answer }, /not begun here/);
  await refused({ token: own.token, answer: "code=made-up" }, /not begun here/);
  const denial = new URLSearchParams({ error: "access_denied", state, iss: provider.issuer });
  await refused({ token: own.token, answer: denial.toString() }, /may not sign in here/);
  assert.equal((await browser.call("PUT", path, { token: own.token, answer })).status, 200);
  await world.pass(3_600_000);
  await refused({ token: own.token, answer }, /took too long, or is over/);
  assert.equal((await browser.call("PUT", path, { token: own.token })).status, 400);
});

test("a colleague whom the provider knows and Signet does not keeps nobody else waiting", async () => {
  await using provider = await OpenidProvider.start();
  provider.people.set("ann", { email: annAtHome, email_verified: true });
  provider.people.set("bob", { email: "bob@example.net", email_verified: true });
  await using world = await startWorldWith(provider);
  for (let times = 0; times < 8; times += 1) {
    const { status, error } = await signInAt(provider, new Browser(world), "bob");
    assert.deepEqual([status, error?.message], [401, "There is no user bob@example.net here."]);
  }
  assert.equal((await signInAt(provider, new Browser(world), "ann")).status, 200);
});

test("who is sent here with an answer that nobody asked for is kept out no longer for it", async () => {
  await using provider = await OpenidProvider.start();
  provider.people.set("ann", { email: annAtHome, email_verified: true });
  await using world = await startWorldWith(provider);
  for (let times = 0; times < 25; times += 1) {
    const { status } = await new Browser(world).call("PUT", path, {
      token: "none",
      answer: "state=x&code=x",
    });
    assert.equal(status, 401);
  }
  assert.equal((await new Browser(world).signIn("ann", "correct horse battery")).status, 200);
  assert.equal((await signInAt(provider, new Browser(world), "ann")).status, 200);
});

test("a provider that is away keeps nobody from signing in with a password", async () => {
  const provider = await OpenidProvider.start();
  await using world = await startWorldWith(provider);
  await provider[Symbol.asyncDispose]();
  const browser = new Browser(world);
  const { status, error } = await browser.call("POST", path);
  assert.deepEqual(
    [status, error?.message],
    [503, "Example ID cannot be asked at the moment. Please try again."],
  );
  assert.equal((await browser.signIn("ann", "correct horse battery")).status, 200);
});

test("where no provider is set, none is offered", async () => {
  await using world = await startWorldOfPeople("sqlite");
  const browser = new Browser(world);
  assert.equal((await browser.session()).provider, null);
  assert.equal((await browser.call("POST", path)).status, 404);
});
