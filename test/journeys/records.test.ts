import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, PutEmailIdentityMailFromAttributesCommand } from "@aws-sdk/client-sesv2";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface Shown {
  readonly may_send: boolean;
  readonly records: readonly {
    readonly purpose: string;
    readonly name: string;
    readonly type: string;
    readonly value: string;
    readonly found: {
      readonly verdict: string;
      readonly checked_at: string;
      readonly diagnosis: { readonly code: string; readonly text: string };
      readonly servers: readonly { readonly result: string; readonly values: readonly string[] }[];
    } | null;
  }[];
}

interface Advised {
  readonly advice: readonly {
    readonly purpose: string;
    readonly name: string;
    readonly status: string;
    readonly found: readonly string[];
    readonly diagnosis: { readonly code: string };
  }[];
}

interface Checked {
  readonly checks: readonly { readonly id: string; readonly subject: string }[];
  readonly next_token: string | null;
}

const name = "records.test";
const path = `/signet/v1/identities/${name}`;

async function create(world: World): Promise<string[]> {
  const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: name }));
  await world.ses.send(
    new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity: name, MailFromDomain: `bounce.${name}` }),
  );
  const { Tokens = [], SigningHostedZone } = DkimAttributes ?? {};
  return Tokens.map((token) => `${token}._domainkey CNAME ${token}.${SigningHostedZone}.`);
}

async function statusesOf(world: World): Promise<string[]> {
  const { advice } = await world.plain<Advised>("GET", `${path}/advice`);
  return advice.map(({ purpose, status, diagnosis }) => `${purpose} ${status} ${diagnosis.code}`);
}

for (const engine of engines) {
  describe(`the records of a domain on ${engine}`, () => {
    test("each says what was found in its place, at which name server", async () => {
      await using world = await World.start(engine);
      const [first = "", second = "", third = ""] = await create(world);
      world.zone(name, first, second, third, "bounce MX 10 wrong.example.");
      await world.pass(minuteMs);
      const { records } = await world.plain<Shown>("GET", path);
      assert.deepEqual(
        records.map(({ purpose, type, found }) => [purpose, type, found?.verdict]),
        [
          ["dkim", "CNAME", "found"],
          ["dkim", "CNAME", "found"],
          ["dkim", "CNAME", "found"],
          ["mail-from", "MX", "wrong"],
          ["advice", "TXT", "absent"],
        ],
      );
      const [dkim, , , mailFrom, spf] = records;
      assert.deepEqual(dkim?.found?.servers[0]?.values, [dkim?.value]);
      assert.equal(mailFrom?.found?.servers[0]?.values[0], "10 wrong.example");
      assert.ok((mailFrom?.found?.diagnosis.text ?? "").length > 10);
      assert.equal(spf?.found?.diagnosis.code, "spf-missing");
      const page = await world.plain<Checked>("GET", `${path}/checks?page_size=1`);
      const rest = await world.plain<Checked>("GET", `${path}/checks?next_token=${page.next_token}`);
      const ids = [...page.checks, ...rest.checks].map(({ id }) => id);
      assert.ok(ids.length >= 2 && new Set(ids).size === ids.length);
      const only = await world.plain<Checked>("GET", `${path}/checks?subject=mail-from`);
      assert.deepEqual([...new Set(only.checks.map(({ subject }) => subject))], ["mail-from"]);
    });

    test("they are to be had as files, and published at home in one call", async () => {
      await using world = await World.start(engine);
      await create(world);
      for (const [format, form] of [
        ["zone", /\tIN\tCNAME\t/],
        ["terraform", /^variable "zone_id"/],
        ["nsupdate", /\nsend\n$/],
        ["csv", /^name,type,/],
      ] as const) {
        const file = await fetch(`${world.app.httpUrl}${path}/records?format=${format}`);
        assert.match(file.headers.get("content-disposition") ?? "", /^attachment; filename="records\.test\./);
        assert.match(await file.text(), form);
      }
      assert.equal((await world.call("GET", `${path}/records?format=yaml`)).status, 400);
      await world.plain("POST", `${path}/publish`);
      await world.pass(10 * secondMs);
      const shown = await world.plain<Shown>("GET", path);
      assert.ok(shown.may_send);
      assert.deepEqual([...new Set(shown.records.map(({ found }) => found?.verdict))], ["found"]);
    });

    test("what receivers like to see is looked up when it is asked for", async () => {
      await using world = await World.start(engine);
      await create(world);
      world.zone(name, "x A 192.0.2.1");
      assert.deepEqual(await statusesOf(world), ["spf missing spf-missing", "dmarc missing dmarc-missing"]);
      world.zone(
        name,
        "bounce TXT v=spf1 include:signet.localhost ~all",
        "_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@records.test",
      );
      assert.deepEqual(await statusesOf(world), ["spf right spf-right", "dmarc right dmarc-right"]);
      const long = Array.from({ length: 25 }, (_, at) => `ip4:192.0.2.${at}`).join(" ");
      world.zone(
        name,
        `bounce TXT v=spf1 ${long.slice(0, 200)}|${long.slice(200)} include:signet.localhost -all`,
        "_dmarc CNAME records.test.reports.test.",
      );
      world.zone("reports.test", "records.test TXT v=DMARC1; p=none");
      assert.deepEqual(
        await statusesOf(world),
        ["spf right spf-right", "dmarc right dmarc-right"],
        "a long SPF record is read to its end, and an alias to where it leads",
      );
      world.zone(name, "bounce TXT v=spf1 -all", "_dmarc TXT v=DMARC1; rua=mailto:d@records.test");
      assert.deepEqual(await statusesOf(world), ["spf wrong spf-lacks-us", "dmarc wrong dmarc-no-policy"]);
      assert.equal((await world.call("GET", "/signet/v1/identities/absent.test/advice")).status, 404);
    });

    test("nothing is published where there is no local zone", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_AUTH: "required" } });
      assert.equal((await world.call("POST", `${path}/publish`)).status, 401);
    });
  });
}
