import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Browser } from "#test/support/browser.ts";
import { signet } from "#test/support/command-line.ts";
import { engines } from "#test/support/engines.ts";
import { signedIn, startWorldOfPeople } from "#test/support/people.ts";
import { World } from "#test/support/world.ts";

interface Made {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly secret: string;
}

for (const engine of engines) {
  describe(`users and keys on ${engine}`, () => {
    test("users are managed by whoever has the account, and lose their sessions with their password", async () => {
      await using world = await startWorldOfPeople(engine);
      const ann = await signedIn(world);
      const bob = { name: "bob@example.com", password: "the password of bob" };
      const created = await ann.call("POST", "/signet/v1/users", bob);
      const { id } = created.data as { id: string };
      assert.equal((await ann.call("POST", "/signet/v1/users", { ...bob, name: "EVE" })).status, 409);
      for (const refused of [{ name: "no spaces" }, { name: "" }, { password: "short" }]) {
        assert.equal((await ann.call("POST", "/signet/v1/users", { ...bob, ...refused })).status, 400);
      }
      const bobs = new Browser(world);
      assert.equal((await bobs.signIn(bob.name, bob.password)).status, 200);
      const path = `/signet/v1/users/${id}/password`;
      assert.equal((await bobs.call("PUT", path, { password: "a better password" })).status, 400);
      const change = { password: "a better password", current_password: bob.password };
      const other = new Browser(world);
      await other.signIn(bob.name, bob.password);
      assert.equal((await bobs.call("PUT", path, change)).status, 200);
      assert.equal((await bobs.session()).user?.name, bob.name);
      assert.equal((await other.session()).account, null);
      assert.equal((await ann.call("PUT", path, { password: "reset by ann!" })).status, 200);
      assert.equal((await bobs.session()).account, null);
      assert.equal((await new Browser(world).signIn(bob.name, "reset by ann!")).status, 200);
      const { user } = await ann.session();
      assert.equal((await ann.call("DELETE", `/signet/v1/users/${user?.id}`)).status, 409);
      assert.equal((await ann.call("DELETE", `/signet/v1/users/${id}`)).status, 200);
      assert.equal((await new Browser(world).signIn(bob.name, "reset by ann!")).status, 401);
    });

    test("keys are made, shown once, listed without their secrets, and revoked", async () => {
      await using world = await startWorldOfPeople(engine);
      const ann = await signedIn(world);
      const made = [];
      for (const kind of ["access-key", "api-key"]) {
        made.push((await ann.call("POST", "/signet/v1/keys", { kind, description: kind })).data as Made);
      }
      assert.equal((await ann.call("POST", "/signet/v1/keys", { kind: "password" })).status, 400);
      const listed = await ann.call("GET", "/signet/v1/keys");
      assert.deepEqual(
        (listed.data as { keys: Made[] }).keys.map(({ id, kind, description }) => [id, kind, description]),
        made.map(({ id, kind }) => [id, kind, kind]),
      );
      assert.ok(made.every(({ secret }) => !JSON.stringify(listed).includes(secret)));
      const bearer = { authorization: `Bearer ${made[1]?.secret}` };
      assert.equal((await world.call("GET", "/signet/v1/keys", undefined, bearer)).status, 200);
      for (const { id } of made)
        assert.equal((await ann.call("DELETE", `/signet/v1/keys/${id}`)).status, 200);
      assert.equal((await world.call("GET", "/signet/v1/keys", undefined, bearer)).status, 401);
    });
  });
}

test("the first user is made on the command line, which also helps who has lost a password", async () => {
  await using world = await World.start("sqlite", { settings: { SIGNET_AUTH: "required" } });
  const on = async (...args: string[]) => await signet(["users", ...args], { SIGNET_DATA: world.folder });
  assert.match((await on("list")).out, /has no users/);
  const { out } = await on("create", "Root@example.com");
  const made = /^password\s+(\S{20})$/m.exec(out)?.[1] ?? "";
  const browser = new Browser(world);
  assert.equal((await browser.signIn("root@example.com", made)).status, 200);
  assert.equal((await browser.session()).account, "000000000000");
  assert.match((await on("list")).out, /^root@example\.com {2}\S.* no$/m);
  assert.equal((await on("create", "root@example.com")).code, 1);
  const changed = await on("passwd", "root@example.com", "--password", "my own password");
  assert.equal(changed.out, "root@example.com has the new password.\n");
  assert.equal((await browser.session()).account, null);
  assert.equal((await browser.signIn("root@example.com", "my own password")).status, 200);
  assert.equal((await on("passwd", "root@example.com", "--password", "short")).code, 1);
  await on("delete", "root@example.com");
  assert.equal((await browser.session()).account, null);
  assert.equal((await on("delete", "root@example.com")).code, 1);
});
