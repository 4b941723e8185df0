import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { codeOf } from "#test/support/authenticator.ts";
import { Browser, type SessionAnswer } from "#test/support/browser.ts";
import { engines } from "#test/support/engines.ts";
import { annsAccount, password, signedIn, startWorldOfPeople } from "#test/support/people.ts";

for (const engine of engines) {
  describe(`signing in on ${engine}`, () => {
    test("who signs in works with the account, until they sign out", async () => {
      await using world = await startWorldOfPeople(engine);
      const browser = new Browser(world);
      assert.equal((await browser.session()).account, null);
      const answer = await browser.signIn("ANN", password);
      assert.match(
        answer.headers.get("set-cookie") ?? "",
        /^signet-session=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Strict$/,
      );
      const session = answer.data as SessionAnswer;
      assert.equal(session.account, annsAccount);
      assert.deepEqual([session.user?.name, session.user?.totp], ["ann", false]);
      assert.deepEqual(await browser.session(), session);
      const created = await browser.call("POST", "/v2/email/identities", { EmailIdentity: "ann.test" });
      assert.equal(created.status, 200);
      assert.equal((await browser.call("GET", "/signet/v1/identities/ann.test")).status, 200);
      const cookie = browser.cookie;
      assert.equal((await browser.call("DELETE", "/signet/v1/session")).status, 200);
      assert.equal(browser.cookie, "signet-session=");
      browser.cookie = cookie;
      assert.equal((await browser.call("GET", "/signet/v1/identities/ann.test")).status, 401);
    });

    test("the cookie goes over https alone where the service is reached so", async () => {
      await using world = await startWorldOfPeople(engine, { SIGNET_PUBLIC_URL: "https://mail.example" });
      const { headers } = await new Browser(world).signIn("ann", password);
      assert.match(
        headers.get("set-cookie") ?? "",
        /^__Host-signet-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
      );
    });

    test("a session ends when it is not used, when it is old, and everywhere at once", async () => {
      await using world = await startWorldOfPeople(engine);
      const idle = await signedIn(world);
      const used = await signedIn(world);
      for (let hours = 0; hours < 13; hours += 1) {
        await world.pass(hourMs);
        assert.equal((await used.session()).account, annsAccount);
      }
      assert.equal((await idle.session()).account, null);
      for (let halfDays = 0; halfDays < 28; halfDays += 1) {
        await world.leap(dayMs / 2 - minuteMs);
        await used.session();
      }
      assert.equal((await used.session()).account, null);
      const [one, other, third] = [await signedIn(world), await signedIn(world), await signedIn(world)];
      type Listed = { sessions: { id: string; current: boolean }[] };
      const { sessions } = (await one.call("GET", "/signet/v1/sessions")).data as Listed;
      assert.deepEqual(sessions.map(({ current }) => current).filter(Boolean), [true]);
      const others = sessions.filter(({ current }) => !current);
      assert.equal(others.length, 2);
      const ended = await one.call("DELETE", `/signet/v1/sessions/${others[0]?.id}`);
      assert.equal(ended.status, 200);
      const left = await Promise.all([one, other, third].map(async (each) => (await each.session()).account));
      assert.deepEqual(left.filter((each) => each === annsAccount).length, 2);
      assert.deepEqual((await one.call("DELETE", "/signet/v1/sessions")).data, { ended: 2 });
      for (const each of [one, other, third]) assert.equal((await each.session()).account, null);
    });

    test("an authenticator's code is asked for, taken once, and replaced by a recovery code when it is lost", async () => {
      await using world = await startWorldOfPeople(engine);
      const browser = await signedIn(world);
      const { user } = await browser.session();
      const path = `/signet/v1/users/${user?.id}/totp`;
      assert.equal((await browser.call("POST", path, { password: "not the password" })).status, 403);
      const early = await browser.call("PUT", path, { code: "000000" });
      assert.match(early.error?.message ?? "", /^No authenticator waits to be confirmed/);
      const begun = (await browser.call("POST", path, { password })).data as { secret: string; uri: string };
      assert.match(begun.uri, /^otpauth:\/\/totp\/Signet:ann\?secret=/);
      assert.equal((await browser.call("PUT", path, { code: "000000" })).status, 400);
      const code = () => codeOf(begun.secret, world.clock.now());
      const confirmed = (await browser.call("PUT", path, { code: code() })).data as {
        recovery_codes: string[];
      };
      assert.equal(confirmed.recovery_codes.length, 10);
      const again = await browser.call("POST", path, { password });
      assert.match(again.error?.message ?? "", /^An authenticator is in force/);
      const visitor = new Browser(world);
      const asked = await visitor.signIn("ann", password);
      assert.deepEqual(
        [asked.status, asked.error?.details],
        [401, [{ path: "code", message: "is required" }]],
      );
      assert.equal((await visitor.signIn("ann", password, code())).status, 401, "the code was taken before");
      await world.pass(minuteMs);
      assert.equal((await visitor.signIn("ann", password, code())).status, 200);
      assert.equal((await visitor.signIn("ann", password, code())).status, 401);
      const [recovery = "", next = ""] = confirmed.recovery_codes;
      assert.equal((await visitor.signIn("ann", password, recovery)).status, 200);
      assert.equal((await visitor.signIn("ann", password, recovery)).status, 401);
      const both = [new Browser(world), new Browser(world)];
      const answers = await Promise.all(both.map(async (each) => await each.signIn("ann", password, next)));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, "a code was taken twice");
      await world.pass(hourMs);
      assert.equal((await browser.call("DELETE", path, { password })).status, 200);
      assert.equal((await new Browser(world).signIn("ann", password)).status, 200);
    });
  });
}
