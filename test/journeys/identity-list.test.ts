import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, TagResourceCommand } from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Listed {
  readonly identities: readonly {
    readonly name: string;
    readonly kind: string;
    readonly may_send: boolean;
    readonly verification: { readonly status: string };
    readonly tags: readonly { readonly key: string; readonly value: string }[];
  }[];
  readonly next_token: string | null;
}

const path = "/signet/v1/identities";

for (const engine of engines) {
  describe(`identities with their tags, on ${engine}`, () => {
    test("are listed a page at a time, narrowed by name, kind, status and tag", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "a.test");
      const made = [
        ["b.test", { team: "shop" }],
        ["c.test", { team: "news", stage: "live" }],
        ["d@e.test", { team: "shop", stage: "live" }],
      ] as const;
      for (const [EmailIdentity, tags] of made) {
        const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity, Tags }));
      }
      // The same tag on something else, and in another region.
      const sets = "/v2/email/configuration-sets";
      const Tags = [{ Key: "team", Value: "shop" }];
      await world.plain("POST", sets, { ConfigurationSetName: "news", Tags });
      const elsewhere = world.client({ region: "eu-west-1" });
      await elsewhere.send(new CreateEmailIdentityCommand({ EmailIdentity: "far.test", Tags }));

      const list = async (query = "") => await world.plain<Listed>("GET", `${path}${query}`);
      const names = async (query: string) => (await list(query)).identities.map(({ name }) => name);
      const [first, , , last] = (await list()).identities;
      assert.deepEqual(
        [first?.name, first?.kind, first?.may_send, first?.verification.status, first?.tags],
        ["a.test", "domain", true, "SUCCESS", []],
      );
      assert.deepEqual(last?.tags, [
        { key: "stage", value: "live" },
        { key: "team", value: "shop" },
      ]);
      assert.deepEqual(await names("?tag_key=team&tag_value=shop"), ["b.test", "d@e.test"]);
      assert.deepEqual(await names("?tag_key=stage"), ["c.test", "d@e.test"]);
      assert.deepEqual(await names("?tag_key=team&tag_value=shop&kind=domain"), ["b.test"]);
      assert.deepEqual(await names("?tag_key=team&name=C."), ["c.test"]);
      assert.deepEqual(await names("?tag_key=team&status=SUCCESS"), []);
      assert.deepEqual(await names("?status=SUCCESS"), ["a.test"]);
      assert.deepEqual(await names("?tag_key=none"), []);

      const page = await list("?tag_key=team&page_size=2");
      assert.deepEqual(
        page.identities.map(({ name }) => name),
        ["b.test", "c.test"],
      );
      assert.deepEqual(await names(`?tag_key=team&page_size=2&next_token=${page.next_token}`), ["d@e.test"]);

      const ResourceArn = "arn:aws:ses:us-east-1:000000000000:identity/a.test";
      await world.ses.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value: "" }] }));
      assert.deepEqual(await names("?tag_key=team&tag_value="), ["a.test"]);
      for (const query of ["?tag_value=shop", "?kind=both", "?status=verified"]) {
        assert.equal((await world.call("GET", `${path}${query}`)).status, 400, query);
      }
    });

    test("that have failed are listed with the addresses whose time has run out, those left are pending", async () => {
      await using world = await World.start(engine);
      const create = async (EmailIdentity: string) =>
        await world.ses.send(
          new CreateEmailIdentityCommand({ EmailIdentity, Tags: [{ Key: "team", Value: "shop" }] }),
        );
      await create("b.test");
      await create("d.test");
      await world.leap(73 * hourMs);
      for (const name of ["a@late.test", "c@late.test", "e.test"]) await create(name);
      await world.leap(24 * hourMs);
      await create("f@late.test");
      const names = async (query: string) =>
        (await world.plain<Listed>("GET", `${path}?${query}`)).identities.map(({ name }) => name);
      for (const among of ["", "tag_key=team&"]) {
        const failed = `${among}status=FAILED`;
        assert.deepEqual(await names(failed), ["a@late.test", "b.test", "c@late.test", "d.test"]);
        assert.deepEqual(await names(`${failed}&kind=domain`), ["b.test", "d.test"]);
        assert.deepEqual(await names(`${failed}&name=LATE`), ["a@late.test", "c@late.test"]);
        assert.deepEqual(await names(`${among}status=PENDING`), ["e.test", "f@late.test"]);
        const first = await world.plain<Listed>("GET", `${path}?${failed}&page_size=2`);
        assert.deepEqual(
          first.identities.map(({ name }) => name),
          ["a@late.test", "b.test"],
        );
        const rest = await names(`${failed}&page_size=2&next_token=${first.next_token}`);
        assert.deepEqual(rest, ["c@late.test", "d.test"]);
      }
    });
  });
}
