import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetBlacklistReportsCommand, PutAccountDetailsCommand } from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { NameServer } from "#test/support/name-server.ts";
import { refused } from "#test/support/operation.ts";
import { operatorOf } from "#test/support/operator.ts";
import { Resolver } from "#test/support/resolver.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { World } from "#test/support/world.ts";

const address = "45.76.10.5";
const reversed = "5.10.76.45";
const key = "k3yk3yk3yk3yk3yk3yk3yk3yk3";
const order = "2.0.0.127 A 127.0.0.2";

/** A service whose mail leaves by one public address, the lists that it asks, and the mail server of its operator. */
async function startScene(engine: Engine, settings: Readonly<Record<string, string>> = {}) {
  await using starting = new AsyncDisposableStack();
  const lists = starting.use(await NameServer.start("127.0.0.1"));
  const resolver = starting.use(await Resolver.start("127.0.0.1")).knows(lists);
  const receiver = starting.use(await startSmtpReceiver({ hideSTARTTLS: true }));
  lists.zone("operator.test", "@ MX 10 mx", "mx A 127.0.0.1");
  lists.zone("bl.test", order);
  lists.zone(`${key}.paid.test`, order);
  const world = starting.use(
    await World.start(engine, {
      mailServerPort: receiver.port,
      settings: {
        SIGNET_DELIVERY: "mx",
        SIGNET_ADDRESSES: `${address},10.0.0.5`,
        SIGNET_RESOLVERS: `127.0.0.1:${resolver.port}`,
        SIGNET_BLOCKLISTS: `bl.test,${key}@paid.test`,
        ...settings,
      },
    }),
  );
  const running = starting.move();
  return {
    world,
    lists,
    resolver,
    subjects: () =>
      receiver.received.map(({ content }) => /^Subject: (.*)$/m.exec(content.toString())?.[1]?.trim() ?? ""),
    report: async (...BlacklistItemNames: string[]) =>
      (await world.ses.send(new GetBlacklistReportsCommand({ BlacklistItemNames }))).BlacklistReport,
    metrics: async () => await (await fetch(`${world.app.httpUrl}/metrics`)).text(),
    told: async () => {
      const { checks } = await world.plain<{ checks: { name: string; status: string; seen: string }[] }>(
        "GET",
        "/signet/v1/doctor",
      );
      const found = checks.find(({ name }) => name === "blocklists");
      return `${found?.status}: ${found?.seen}`;
    },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

async function setContact(world: World): Promise<void> {
  await world.ses.send(
    new PutAccountDetailsCommand({
      MailType: "TRANSACTIONAL",
      WebsiteURL: "https://operator.test",
      AdditionalContactEmailAddresses: ["ops@operator.test"],
    }),
  );
}

for (const engine of engines) {
  describe(`blocklists, on ${engine}`, () => {
    test("a listing is reported, told and counted while it lasts, and its end is told", async () => {
      await using scene = await startScene(engine);
      const { world, lists } = scene;
      await setContact(world);
      await world.settle();
      assert.deepEqual(await scene.report(address), { [address]: [] });
      assert.match(await scene.told(), /^ok: /);
      assert.equal(lists.asked("5.0.0.10.bl.test").length, 0, "a private address was asked about");

      lists.zone("bl.test", order, `${reversed} A 127.0.0.4`, `${reversed} TXT Spam seen: https://bl.test/`);
      lists.zone(`${key}.paid.test`, order, `${reversed} A 127.0.0.2`, `${reversed} TXT asked as ${key}`);
      await world.pass(4 * hourMs);
      const listedAt = world.clock.now();
      const listings = (await scene.report(address))?.[address];
      assert.deepEqual(
        listings?.map(({ RblName }) => RblName),
        ["bl.test", "paid.test"],
      );
      assert.match(listings?.[0]?.Description ?? "", /Spam seen/);
      assert.equal(listings?.[1]?.Description, "asked as ***");
      const since = listings?.[0]?.ListingTime?.getTime() ?? 0;
      assert.ok(since <= listedAt && since > listedAt - hourMs);
      assert.match(await scene.metrics(), /^signet_blocklist_listed\{list="bl\.test"\} 1$/m);
      assert.match(await scene.told(), /^failed: .*45\.76\.10\.5 is on bl\.test since \d{4}-\d\d-\d\d[ .]/);
      assert.deepEqual(scene.subjects().toSorted(), [
        `${address} is listed by bl.test`,
        `${address} is listed by paid.test`,
      ]);

      await world.restart();
      await world.pass(8 * hourMs);
      assert.equal((await scene.report(address))?.[address]?.[0]?.ListingTime?.getTime(), since);
      assert.equal(scene.subjects().length, 2, "what was known was told again");

      lists.zone("bl.test", order);
      await world.pass(4 * hourMs);
      assert.deepEqual(
        (await scene.report(address))?.[address]?.map(({ RblName }) => RblName),
        ["paid.test"],
      );
      assert.equal(scene.subjects().at(-1), `${address} is no longer listed by bl.test`);
      assert.ok(!world.logged.some((line) => line.includes(key)), "the key is in the log");
    });

    test("a list that is silent, refuses, lists everything or denies everything changes nothing", async () => {
      await using scene = await startScene(engine, { SIGNET_BLOCKLISTS: "bl.test" });
      const { world, lists, resolver } = scene;
      await setContact(world);
      const entry = `${reversed} A 127.0.0.4`;
      const states: Readonly<Record<string, () => void>> = {
        refuses: () => lists.zone("bl.test", "* A 127.255.255.254"),
        parked: () => lists.zone("bl.test", "* A 203.0.113.9"),
        "lists all": () => lists.zone("bl.test", "* A 127.0.0.2"),
        dead: () => lists.zone("bl.test"),
        "out of reach": () => resolver.behave("*", "servfail"),
      };
      const through = async (expected: number) => {
        for (const [what, begin] of Object.entries(states)) {
          begin();
          await world.pass(5 * hourMs);
          resolver.recover("*");
          assert.equal((await scene.report(address))?.[address]?.length, expected, what);
          assert.match(await scene.told(), /bl\.test gave no answer/, what);
        }
      };
      await world.settle();
      await through(0);
      assert.deepEqual(scene.subjects(), []);
      lists.zone("bl.test", order, entry);
      await world.pass(5 * hourMs);
      await through(1);
      const { standings } = await world.plain<{ standings: object[] }>("GET", "/signet/v1/blocklists");
      assert.deepEqual(
        standings.map((standing) => ({ ...standing, listed_at: null })),
        [
          {
            address,
            list: "bl.test",
            verdict: "listed",
            listed_at: null,
            description: null,
            trouble: "SERVFAIL",
          },
        ],
      );
      assert.match(await scene.metrics(), /^signet_blocklist_unanswered\{list="bl\.test"\} 1$/m);
      assert.deepEqual(scene.subjects(), [`${address} is listed by bl.test`]);
    });

    test("IPv6 addresses are asked about by their nibbles, and a list of IPv4 alone is right to deny them", async () => {
      const address6 = "2a01:4f8:c0c:1::25";
      const nibbles = "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.c.0.c.0.8.f.4.0.1.0.a.2";
      await using scene = await startScene(engine, {
        SIGNET_ADDRESSES: address6,
        SIGNET_BLOCKLISTS: "bl.test,six.test",
      });
      const { world, lists } = scene;
      lists.zone(
        "six.test",
        `2.0.0.0.0.0.f.7.f.f.f.f${".0".repeat(20)} A 127.0.0.2`,
        `${nibbles} A 127.0.0.3`,
      );
      await world.pass(4 * hourMs);
      assert.deepEqual(
        (await scene.report(address6))?.[address6]?.map(({ RblName }) => RblName),
        ["six.test"],
      );
      const { standings } = await world.plain<{ standings: { verdict: string }[] }>(
        "GET",
        "/signet/v1/blocklists",
      );
      assert.deepEqual(
        standings.map(({ verdict }) => verdict),
        ["clear", "listed"],
      );
    });

    test("a list that is silent tells nothing of an address that it has listed", async () => {
      await using scene = await startScene(engine, { SIGNET_BLOCKLISTS: "bl.test" });
      const { world, lists, resolver } = scene;
      lists.zone("bl.test", order, `${reversed} A 127.0.0.4`);
      await world.pass(4 * hourMs);
      const before = await scene.report(address);
      assert.equal(before?.[address]?.length, 1);
      lists.zone("bl.test", order);
      resolver.behave(`${reversed}.bl.test`, "silent");
      await world.leap(4 * hourMs);
      assert.deepEqual(await scene.report(address), before);
      assert.match(await scene.told(), /bl\.test gave no answer about 45\.76\.10\.5: timeout/);
    });

    test("what an account has no address of is the operator's alone to see", async () => {
      const pooled = "45.76.10.6";
      await using scene = await startScene(engine, {
        SIGNET_BLOCKLISTS: "bl.test",
        SIGNET_OUTBOUND_ADDRESSES: pooled,
      });
      const { world, lists } = scene;
      const entries = [reversed, "6.10.76.45"].map((of) => `${of} A 127.0.0.4`);
      lists.zone("bl.test", order, ...entries);
      await world.pass(4 * hourMs);
      await using operator = await operatorOf(world);
      const account = "111122223333";
      const { id, secret } = await operator.accessKeys.createAccessKey(account, "");
      const { token } = await operator.accessKeys.createApiKey(account, "");
      const seenBy = async (headers: Readonly<Record<string, string>>) => {
        const { data } = await world.call("GET", "/signet/v1/blocklists", undefined, headers);
        return (data as { standings: { address: string }[] }).standings.map((standing) => standing.address);
      };
      assert.deepEqual(await seenBy({}), [address, pooled]);
      assert.deepEqual(await seenBy({ authorization: `Bearer ${token}` }), [pooled]);
      const theirs = world.client({ credentials: { accessKeyId: id, secretAccessKey: secret } });
      const reportTo = async (asked: string) =>
        await theirs.send(new GetBlacklistReportsCommand({ BlacklistItemNames: [asked] }));
      assert.equal((await reportTo(pooled)).BlacklistReport?.[pooled]?.length, 1);
      const unknown = `Could not find dedicated IP <${address}> under this account.`;
      await refused(reportTo(address), "NotFoundException", 404, unknown);
    });

    test("addresses that mail does not leave from are unknown, and without lists nothing is reported", async () => {
      await using scene = await startScene(engine);
      const unknown = "Could not find dedicated IP <10.0.0.5> under this account.";
      await refused(scene.report(address, "10.0.0.5"), "NotFoundException", 404, unknown);
      await scene.world.restart({ SIGNET_BLOCKLISTS: "" });
      const none = "This service asks no blocklists: its operator chooses them by SIGNET_BLOCKLISTS.";
      await refused(scene.report(address), "BadRequestException", 400, none);
      assert.match(await scene.told(), /^not-asked: /);
    });
  });
}
