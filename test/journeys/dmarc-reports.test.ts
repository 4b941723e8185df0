import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { dayMs, hourMs } from "#platform/clock.ts";
import { signet } from "#test/support/command-line.ts";
import { DmarcReporter, reportsAddress } from "#test/support/dmarc-reporter.ts";
import { engines } from "#test/support/engines.ts";
import { publishedTexts } from "#test/support/our-dns.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Source {
  readonly address: string | null;
  readonly messages: number;
  readonly passed: number;
  readonly ours: number;
}

interface Summary {
  readonly address: string;
  readonly messages: number;
  readonly passed: number;
  readonly days: readonly { readonly day: string; readonly messages: number; readonly passed: number }[];
  readonly reporters: readonly { readonly domain: string; readonly reports: number }[];
  readonly sources: readonly Source[];
}

interface Listed {
  readonly reports: readonly {
    readonly report_id: string;
    readonly reporter: string;
    readonly proven: boolean;
    readonly domain: string;
  }[];
  readonly next_token: string | null;
}

async function summary(world: World, name = "shop.test", days = 30): Promise<Summary> {
  return await world.plain<Summary>("GET", `/signet/v1/identities/${name}/dmarc?days=${days}`);
}

async function listed(world: World, query = ""): Promise<Listed> {
  return await world.plain<Listed>("GET", `/signet/v1/identities/shop.test/dmarc/reports${query}`);
}

function dayAgo(world: World, days: number): string {
  return new Date(world.clock.now() - days * dayMs).toISOString().slice(0, 10);
}

const one = { source: "192.0.2.1", count: 1, spf: "pass" } as const;

for (const engine of engines) {
  describe(`DMARC reports, on ${engine}`, () => {
    test("tell the owner of a domain who sends in its name, and of whom it is not known", async () => {
      await using world = await World.start(engine);
      const DkimAttributes = await verifiedDomain(world, "shop.test");
      const selector = DkimAttributes.Tokens?.[0] ?? "";
      const large = new DmarcReporter(world, "large.test");
      const small = new DmarcReporter(world, "small.test");
      await large.tell({
        about: "Shop.Test",
        id: "1",
        seen: [
          {
            source: "192.0.2.1",
            count: 90,
            dkim: "pass",
            spf: "pass",
            signed: [{ domain: "shop.test", selector: selector.toUpperCase(), result: "pass" }],
          },
          {
            source: "2001:db8::5",
            count: 7,
            dkim: "pass",
            signed: [
              { domain: "list.test", selector: "x", result: "pass" },
              { domain: "shop.test", selector, result: "pass" },
            ],
          },
          {
            source: "203.0.113.66",
            count: 40,
            disposition: "quarantine",
            override: "local_policy",
            signed: [{ domain: "evil.test", selector, result: "pass" }],
          },
        ],
      });
      await small.tell({
        about: "shop.test",
        id: "1",
        daysAgo: 3,
        seen: [{ source: "192.0.2.1", count: 10, spf: "pass" }],
      });
      await small.tell({
        about: "news.shop.test",
        id: "2",
        daysAgo: 3,
        seen: [{ source: "203.0.113.66", count: 2, disposition: "reject", from: "news.shop.test" }],
      });
      const found = await summary(world);
      assert.deepEqual([found.address, found.messages, found.passed], [reportsAddress, 149, 107]);
      assert.deepEqual(found.days, [
        { day: dayAgo(world, 3), messages: 12, passed: 10 },
        { day: dayAgo(world, 1), messages: 137, passed: 97 },
      ]);
      assert.deepEqual(found.reporters, [
        {
          domain: "large.test",
          organization: "Reports of large.test",
          reports: 1,
          messages: 137,
          passed: 97,
        },
        { domain: "small.test", organization: "Reports of small.test", reports: 2, messages: 12, passed: 10 },
      ]);
      const named = { envelope_from: null, header_from: "shop.test" };
      const unharmed = { quarantined: 0, rejected: 0, override: null };
      const at = (address: string, counts: object, more: object) => ({
        address,
        ...counts,
        ...named,
        ...more,
      });
      assert.deepEqual(found.sources, [
        at(
          "192.0.2.1",
          { messages: 100, passed: 100, dkim: 90, spf: 100, ours: 90 },
          { ...unharmed, signed_by: "shop.test" },
        ),
        at(
          "203.0.113.66",
          { messages: 42, passed: 0, dkim: 0, spf: 0, ours: 0 },
          { quarantined: 40, rejected: 2, override: "local_policy", signed_by: "evil.test" },
        ),
        at(
          "2001:db8::5",
          { messages: 7, passed: 7, dkim: 7, spf: 0, ours: 7 },
          { ...unharmed, signed_by: "shop.test" },
        ),
      ]);
      assert.equal((await summary(world, "shop.test", 2)).messages, 137);
      assert.deepEqual(await all(world), ["small.test 2", "small.test 1", "large.test 1"]);
    });

    test("count once, and only under the signature of whoever they are from", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const reporter = new DmarcReporter(world, "large.test");
      const forger = new DmarcReporter(world, "evil.test");
      const told = { about: "shop.test", id: "1", seen: [one] };
      // In their name: unsigned, and signed by another.
      await reporter.tell({ ...told, signedAs: undefined });
      await reporter.tell({ ...told, id: "2", signedAs: "evil.test" });
      assert.equal((await summary(world)).messages, 0);
      await reporter.tell(told);
      await reporter.tell(told);
      await forger.tell(told);
      const { messages, reporters } = await summary(world);
      assert.equal(messages, 2);
      assert.deepEqual(reporters.map(({ domain }) => domain).toSorted(), ["evil.test", "large.test"]);
      const { reports } = await listed(world);
      assert.deepEqual(
        reports.map(({ report_id, reporter: by, proven }) => [report_id, by, proven]),
        [
          ["1", "evil.test", true],
          ["1", "large.test", true],
          ["2", "large.test", false],
          ["1", "large.test", false],
        ],
      );
    });

    test("are for who has proven the domain: of others none is kept, and none is shown before", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const reporter = new DmarcReporter(world, "large.test");
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "late.test" }));
      await reporter.tell({ about: "late.test", id: "1", seen: [one] });
      await reporter.tell({ about: "test", id: "2", seen: [one] });
      await reporter.tell({ about: "shop.test.evil.test", id: "3", seen: [one] });
      await reporter.tell({ about: "bookshop.test", id: "4", seen: [one] });
      await reporter.tell({ about: "shop.test", id: "5", daysAgo: 100, seen: [one] });
      await reporter.tell({ about: "shop.test", id: "6", daysAgo: -3, seen: [one] });
      await reporter.send("From: reports@large.test\r\n\r\nHello,\r\n");
      assert.deepEqual(await all(world), []);
      const early = await world.call("GET", "/signet/v1/identities/late.test/dmarc");
      assert.deepEqual(
        [early.status, early.error?.message],
        [400, "DMARC reports of late.test are shown once it is verified."],
      );
      const none = await world.call("GET", "/signet/v1/identities/none.test/dmarc/reports");
      assert.equal(none.status, 404);
      const days = await world.call("GET", "/signet/v1/identities/shop.test/dmarc?days=91");
      assert.equal(days.error?.message, "days must be from 1 to 90.");
      await assert.rejects(
        reporter.send("From: x@large.test\r\n\r\nx\r\n", "dmarc2@signet.localhost"),
        /550/,
      );
    });

    test("may come from the world: the zone says so of proven domains, and of no others", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const place = "_report._dmarc.signet.localhost";
      assert.deepEqual(await publishedTexts(world, `Shop.test.${place}`), ["v=DMARC1"]);
      for (const name of [`other.test.${place}`, `test.${place}`, place]) {
        assert.deepEqual(await publishedTexts(world, name), [], name);
      }
    });

    test("come in pages, and are forgotten after 90 days", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const reporter = new DmarcReporter(world, "large.test");
      for (const id of ["1", "2", "3"]) await reporter.tell({ about: "shop.test", id, seen: [one] });
      const first = await listed(world, "?page_size=2");
      const second = await listed(world, `?page_size=2&next_token=${first.next_token}`);
      assert.deepEqual(
        [first, second].map(({ reports }) => reports.map(({ report_id }) => report_id)),
        [["3", "2"], ["1"]],
      );
      assert.equal(second.next_token, null);
      world.clock.advance(88 * dayMs);
      await world.settle();
      assert.equal((await all(world)).length, 3);
      world.clock.advance(2 * dayMs + hourMs);
      await world.settle();
      assert.deepEqual(await all(world), []);
    });

    test("of one reporter, whatever names it has, take no room from those of others", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const told = { about: "shop.test", seen: [one] };
      const names = ["evil.test", "a.evil.test", "b.evil.test"].map((name) => new DmarcReporter(world, name));
      for (let n = 0; n < 8; n++) {
        for (const name of names) await name.tell({ ...told, id: `${n}` });
      }
      const [name] = names;
      await assert.rejects(async () => await name?.tell({ ...told, id: "8" }), /452 4\.2\.2/);
      await new DmarcReporter(world, "large.test").tell({ ...told, id: "1" });
      assert.equal((await summary(world)).messages, 25);
    });

    test("of made-up names below a domain have an end, and take no room from those of the domain", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const evil = new DmarcReporter(world, "evil.test");
      const tell = async (n: number) =>
        await evil.tell({ about: `x${n}.shop.test`, seen: [one], id: `${n}` });
      for (let n = 0; n < 100; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(tell));
      const more = { about: "x100.shop.test", seen: [one], id: "100" };
      await assert.rejects(async () => await evil.tell(more), /452 4\.2\.2/);
      await evil.tell({ ...more, about: "shop.test" });
      await new DmarcReporter(world, "large.test").tell(more);
      assert.equal((await summary(world)).messages, 102);
    });

    test("of very many addresses are kept by the largest, and what the rest comes to", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const reporter = new DmarcReporter(world, "large.test");
      const seen = Array.from({ length: 300 }, (_, at) => ({
        source: `198.51.${Math.floor(at / 250)}.${at % 250}`,
        count: at < 250 ? 10 : 1,
        ...(at % 2 === 0 ? { spf: "pass" as const } : {}),
      }));
      await reporter.tell({ about: "shop.test", id: "1", seen });
      const { messages, passed, sources } = await summary(world);
      assert.deepEqual([messages, passed], [2_550, 1_275]);
      const others = sources.find(({ address }) => address === null);
      assert.deepEqual([others?.messages, others?.passed], [50, 25]);
    });
  });
}

test("DMARC reports at the command line", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  const dmarc = async () => await signet(["identity", "dmarc", "shop.test", "--url", world.app.httpUrl]);
  assert.match(
    (await dmarc()).out,
    /^No receiver has reported of shop\.test since .*mailto:dmarc@signet\.localhost\n$/s,
  );
  const reporter = new DmarcReporter(world, "large.test");
  const forged = { source: "203.0.113.66", count: 2, disposition: "reject" } as const;
  await reporter.tell({ about: "shop.test", id: "1", seen: [one, forged] });
  assert.match(
    (await dmarc()).out,
    /^3 messages in the name of shop\.test since \d{4}-\d\d-\d\d, as 1 report\. 1 pass DMARC\.\n\nFROM .*\n203\.0\.113\.66 +2 +0 +0 +0 +2 +nobody\n192\.0\.2\.1 +1 +1 +0 +0 +0 +nobody\n$/,
  );
});

async function all(world: World): Promise<string[]> {
  const { reports } = await listed(world);
  return reports.map(({ reporter, report_id }) => `${reporter} ${report_id}`);
}
