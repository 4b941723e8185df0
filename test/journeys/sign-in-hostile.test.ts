import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dayMs, secondMs } from "#platform/clock.ts";
import { codeOf } from "#test/support/authenticator.ts";
import { Browser } from "#test/support/browser.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { password, signedIn, startWorldOfPeople } from "#test/support/people.ts";

for (const engine of engines) {
  describe(`who is not let in on ${engine}`, () => {
    test("whoever guesses has to wait, ever longer, and learns from nothing whose names are known", async () => {
      await using world = await startWorldOfPeople(engine);
      const guesser = new Browser(world);
      for (const name of ["ann", "nobody"]) {
        const answers = [];
        for (let n = 0; n < 6; n += 1) answers.push(await guesser.signIn(name, `guess number ${n}`));
        const told = answers.map(({ status, error }) => `${status} ${error?.message}`);
        assert.deepEqual(
          told,
          [
            ...Array.from({ length: 5 }, () => "401 The name, the password or the code is wrong."),
            "429 Too many tries. Wait 1 s.",
          ],
          name,
        );
        assert.equal(answers.at(-1)?.headers.get("retry-after"), "1");
      }
      // Not even with the right password, while there is a wait; and each failure doubles it.
      assert.equal((await guesser.signIn("ann", password)).status, 429);
      await world.pass(secondMs);
      assert.equal((await guesser.signIn("ann", "wrong once more")).status, 401);
      assert.equal((await guesser.signIn("ann", password)).headers.get("retry-after"), "2");
      await world.pass(2 * secondMs);
      assert.equal((await guesser.signIn("ann", password)).status, 200);
      assert.equal((await guesser.signIn("ann", "a typing mistake")).status, 401);
      assert.equal((await guesser.signIn("ann", password)).status, 200, "it did not start anew");
      // Many names from one network are one guesser.
      let n = 0;
      for (; n < 40; n += 1) {
        if ((await guesser.signIn(`name${n}`, "guess number 0")).status === 429) break;
      }
      assert.ok(n < 20, `${n} names were tried`);
    });

    test("whoever guesses elsewhere keeps nobody out where they have signed in from, and is let in no sooner", async () => {
      await using world = await startWorldOfPeople(engine);
      const from = async (network: number, name: string, said: string) => {
        const body = { name, password: said };
        const address = { "x-forwarded-for": `192.0.${network}.1` };
        return (await new Browser(world).call("POST", "/signet/v1/session", body, address)).status;
      };
      assert.equal(await from(1, "ann", password), 200);
      for (let network = 2; network < 7; network += 1) assert.equal(await from(network, "ann", "guess"), 401);
      assert.equal(await from(7, "ann", password), 429);
      assert.equal(await from(1, "ann", password), 200);
      // Days later too, while strangers go on; and somebody who guesses there waits as anywhere.
      await world.pass(3 * dayMs);
      for (let network = 2; network < 7; network += 1) await from(network, "ann", "guess");
      for (let n = 0; n < 5; n += 1) assert.equal(await from(1, "ann", "guess"), 401);
      assert.equal(await from(1, "ann", password), 429);
      // What somebody else has signed in from counts for nothing.
      for (let network = 2; network < 7; network += 1) await from(network, "eve", "guess");
      assert.equal(await from(1, "eve", password), 429);
    });

    test("of many guesses at once no more get through than one after another", async () => {
      await using world = await startWorldOfPeople(engine);
      const answers = await Promise.all(
        Array.from(
          { length: 30 },
          async (_, n) => await new Browser(world).signIn("ann", `guess number ${n}`),
        ),
      );
      assert.ok(answers.filter(({ status }) => status === 401).length <= 5);
      assert.ok(answers.every(({ status }) => status === 401 || status === 429));
    });

    test("whoever guesses from within a session waits as well, and keeps nobody out", async () => {
      await using world = await startWorldOfPeople(engine);
      const ann = await signedIn(world);
      const { user } = await ann.session();
      const guess = async (current: string) =>
        await ann.call("PUT", `/signet/v1/users/${user?.id}/password`, {
          password: "another password",
          current_password: current,
        });
      // A name that is none cannot stand for those guesses.
      for (let n = 0; n < 6; n += 1) await new Browser(world).signIn("ann again", "guess");
      for (let n = 0; n < 5; n += 1) assert.equal((await guess(`guess number ${n}`)).status, 403);
      assert.equal((await guess(password)).status, 429);
      assert.equal((await new Browser(world).signIn("ann", password)).status, 200);
      await world.pass(secondMs);
      assert.equal((await guess(password)).status, 200);
    });

    test("an account that sets passwords without end keeps nobody from signing in", async () => {
      await using world = await startWorldOfPeople(engine);
      const eve = await signedIn(world, "eve");
      const setting = Array.from({ length: 40 }, async (_, n) => {
        const { status } = await eve.call("POST", "/signet/v1/users", { name: `eve${n}`, password });
        return status;
      });
      await Promise.race(setting);
      assert.equal((await new Browser(world).signIn("ann", password)).status, 200);
      const statuses = await Promise.all(setting);
      assert.ok(statuses.includes(200) && statuses.includes(429), statuses.join(" "));
    });

    test("a password that is changed while somebody signs in with it lets nobody in", async () => {
      await using world = await startWorldOfPeople(engine);
      await using operator = await operatorOf(world);
      // Others stand in line before Ann's old password is looked at.
      const others = Array.from({ length: 5 }, async (_, n) => {
        const from = { "x-forwarded-for": `192.0.${n}.1` };
        const body = { name: `nobody${n}`, password };
        return (await new Browser(world).call("POST", "/signet/v1/session", body, from)).status;
      });
      const thief = new Browser(world);
      const signingIn = thief.signIn("ann", password);
      await operator.users.setPassword(await operator.users.named("ann"), "another password");
      await Promise.all([...others, signingIn]);
      // Whoever was in before that is out with it.
      assert.ok([200, 401].includes((await signingIn).status));
      assert.equal((await thief.session()).account, null);
    });

    test("a cookie alone changes nothing, and pages of other origins do not even read", async () => {
      await using world = await startWorldOfPeople(engine);
      const ann = await signedIn(world);
      const forger = new Browser(world);
      forger.cookie = ann.cookie;
      const body = { EmailIdentity: "forged.test" };
      assert.equal((await forger.call("POST", "/v2/email/identities", body)).status, 403);
      const wrong = { "signet-csrf-token": "x".repeat(43) };
      assert.equal((await forger.call("POST", "/v2/email/identities", body, wrong)).status, 403);
      assert.equal((await forger.call("DELETE", "/signet/v1/sessions")).status, 403);
      for (const foreign of [
        { origin: "https://evil.example" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: "null" },
      ]) {
        assert.equal((await ann.call("GET", "/signet/v1/keys", undefined, foreign)).status, 403);
        const signingIn = { name: "ann", password };
        assert.equal(
          (await new Browser(world).call("POST", "/signet/v1/session", signingIn, foreign)).status,
          403,
          "a page of another origin signed somebody in",
        );
      }
      const eve = await signedIn(world, "eve");
      forger.cookie = ann.cookie;
      const token = { "signet-csrf-token": (await eve.session()).csrf_token ?? "" };
      assert.equal((await forger.call("POST", "/v2/email/identities", body, token)).status, 403);
    });

    test("what was planted in a browser is worth nothing once somebody signs in with it", async () => {
      await using world = await startWorldOfPeople(engine);
      const eve = await signedIn(world, "eve");
      const victim = new Browser(world);
      victim.cookie = eve.cookie;
      assert.equal((await victim.signIn("ann", password)).status, 200);
      assert.notEqual(victim.cookie, eve.cookie);
      assert.equal((await eve.session()).user?.name, "eve");
      assert.equal((await victim.session()).user?.name, "ann");
      victim.cookie = `${victim.cookie}; ${eve.cookie}`;
      assert.equal((await victim.session()).account, null, "of two cookies one is somebody else's");
      for (const planted of ["signet-session=", `signet-session=${"A".repeat(43)}`, "signet-session=%00"]) {
        victim.cookie = planted;
        assert.equal((await victim.session()).account, null, planted);
      }
    });

    test("nobody reaches users, sessions or keys of another account", async () => {
      await using world = await startWorldOfPeople(engine);
      const [ann, eve] = [await signedIn(world), await signedIn(world, "eve")];
      const { user } = await ann.session();
      const key = await ann.call("POST", "/signet/v1/keys", { kind: "api-key", description: "of Ann" });
      const { id, secret } = key.data as { id: string; secret: string };
      type Sessions = { sessions: { id: string }[] };
      const { sessions } = (await ann.call("GET", "/signet/v1/sessions")).data as Sessions;
      const attempts: [method: string, path: string, body?: object][] = [
        ["PUT", `/signet/v1/users/${user?.id}/password`, { password: "eve was here" }],
        ["DELETE", `/signet/v1/users/${user?.id}`],
        ["DELETE", `/signet/v1/users/${user?.id}/totp`, {}],
        ["DELETE", `/signet/v1/keys/${id}`],
        ["DELETE", `/signet/v1/sessions/${sessions[0]?.id}`],
      ];
      for (const [method, path, body] of attempts) {
        assert.equal((await eve.call(method, path, body)).status, 404, `${method} ${path}`);
      }
      assert.equal((await eve.call("POST", `/signet/v1/users/${user?.id}/totp`, { password })).status, 403);
      type Users = { users: { name: string }[] };
      const { users } = (await eve.call("GET", "/signet/v1/users")).data as Users;
      assert.deepEqual(
        users.map(({ name }) => name),
        ["eve"],
      );
      assert.equal((await ann.session()).user?.name, "ann");
      const byKey = { authorization: `Bearer ${secret}` };
      assert.equal((await world.call("GET", "/signet/v1/keys", undefined, byKey)).status, 200);
      assert.equal((await world.call("GET", "/signet/v1/sessions", undefined, byKey)).status, 403);
    });

    test("what is put in force is the authenticator whose code was shown, whatever is begun meanwhile", async () => {
      await using world = await startWorldOfPeople(engine);
      await using operator = await operatorOf(world);
      const { users, secondFactor } = operator;
      const ann = async () => await users.named("ann");
      const before = await ann();
      const first = await secondFactor.begin(before);
      const waiting = await ann();
      const second = await secondFactor.begin(before);
      const changed = { problem: "conflict" };
      await assert.rejects(secondFactor.confirm(waiting, codeOf(first.secret, world.clock.now())), changed);
      assert.equal((await ann()).hasTotp, false);
      await secondFactor.confirm(await ann(), codeOf(second.secret, world.clock.now()));
      await assert.rejects(secondFactor.begin(before), changed);
      assert.equal((await ann()).hasTotp, true);
    });
  });
}
