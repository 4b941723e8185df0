import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateConfigurationSetCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Content {
  readonly html: string;
  readonly attachments: readonly { readonly index: number; readonly filename: string | null }[];
  readonly signatures?: readonly { readonly domain: string; readonly verdict: string }[];
}

interface Listed {
  readonly messages: readonly {
    readonly id: string;
    readonly state: string | null;
    readonly last_event: string | null;
    readonly tags: Readonly<Record<string, readonly string[]>>;
    readonly configuration_set?: string;
  }[];
}

const html =
  '<p>Hello</p><img src="https://tracker.example/pixel.gif"><a href="https://shop.example/">Shop</a>';

async function send(world: World, to: string[]): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Ann <ann@again.test>",
      ConfigurationSetName: "letters",
      Destination: { ToAddresses: to },
      EmailTags: [{ Name: "campaign", Value: "autumn" }],
      Content: {
        Simple: {
          Subject: { Data: "Grüße" },
          Body: { Html: { Data: html } },
          Attachments: [
            {
              FileName: "angebot für O'Neil.html",
              RawContent: Buffer.from("<script>1</script>"),
              ContentType: "text/html",
            },
          ],
        },
      },
    }),
  );
  await world.settle();
  return MessageId;
}

async function startWorld(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
  await verifiedDomain(world, "again.test");
  return world;
}

for (const engine of engines) {
  describe(`messages looked at again on ${engine}`, () => {
    test("a message is read in every form, as it was sent and as it arrived", async () => {
      await using world = await startWorld(engine);
      const id = await send(world, ["bob@elsewhere.example"]);
      const path = `/signet/v1/messages/${id}`;
      const shown = await world.plain<Record<string, unknown>>("GET", path);
      assert.equal(shown["configuration_set"], "letters");
      assert.equal(shown["signed_by"], "again.test");
      assert.match(String(shown["envelope_from"]), /@bounces\.us-east-1\.signet\.localhost$/);
      assert.ok(Number(shown["size_bytes"]) > 300);
      const content = await world.plain<Content>("GET", `${path}/content`);
      assert.equal(content.html.trim(), html);
      assert.deepEqual(
        content.attachments.map(({ index, filename }) => [index, filename]),
        [[0, "angebot für O'Neil.html"]],
      );
      const { messages } = await world.plain<Listed>("GET", `/signet/v1/inbox?message_id=${id}`);
      assert.equal(messages.length, 1);
      const arrived = await world.plain<Content>("GET", `/signet/v1/inbox/${messages[0]?.id}`);
      assert.deepEqual(
        arrived.signatures?.map(({ domain, verdict }) => [domain, verdict]),
        [
          ["again.test", "valid"],
          ["signet.localhost", "valid"],
        ],
      );
    });

    test("what was attached is downloaded, never shown; pictures and links wait until they are asked for", async () => {
      await using world = await startWorld(engine);
      const id = await send(world, ["bob@elsewhere.example"]);
      const base = `${world.app.httpUrl}/signet/v1/messages/${id}`;
      const file = await fetch(`${base}/attachments/0`);
      assert.equal(
        file.headers.get("content-disposition"),
        "attachment; filename*=UTF-8''angebot%20f%C3%BCr%20O%27Neil.html",
      );
      assert.match(file.headers.get("content-security-policy") ?? "", /^sandbox; default-src 'none'/);
      assert.equal(await file.text(), "<script>1</script>");
      for (const absent of ["attachments/1", "attachments/-1", "attachments/x"]) {
        assert.equal((await fetch(`${base}/${absent}`)).status, 404, absent);
      }
      const quiet = await fetch(`${base}/rendered`);
      assert.equal(
        quiet.headers.get("content-security-policy"),
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
      );
      const loud = await fetch(`${base}/rendered?images=load&links=open`);
      assert.equal(
        loud.headers.get("content-security-policy"),
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; " +
          "style-src 'unsafe-inline'; frame-ancestors 'self'",
      );
      assert.match(await loud.text(), /^<base target="_blank">/);
      assert.equal((await fetch(`${base}/rendered?images=all`)).status, 400);
    });

    test("a message is sent again as a new one, under the rules of today", async () => {
      await using world = await startWorld(engine);
      const id = await send(world, ["bob@elsewhere.example", "bounce@simulator.amazonses.com"]);
      const path = `/signet/v1/messages/${id}/resend`;
      await world.pass(secondMs);
      const again = await world.plain<{ message_id: string }>("POST", path, {
        recipients: ["carol@elsewhere.example"],
      });
      assert.notEqual(again.message_id, id);
      const arrived = await world.inbox("carol@elsewhere.example");
      assert.equal(arrived.source.match(/^Message-ID:/gim)?.length, 1);
      assert.ok(arrived.source.includes(`<${again.message_id}@us-east-1.signet.localhost>`));
      assert.equal(arrived.html.trim(), html);
      const { messages } = await world.plain<Listed>("GET", "/signet/v1/messages");
      assert.deepEqual(
        messages.map((one) => [
          one.id,
          one.state,
          one.last_event,
          one.configuration_set,
          one.tags["campaign"],
        ]),
        [
          [again.message_id, "delivered", "Delivery", "letters", ["autumn"]],
          [id, "failed", messages[1]?.last_event, "letters", ["autumn"]],
        ],
      );
      const found = async (query: string) =>
        (await world.plain<Listed>("GET", `/signet/v1/messages?${query}`)).messages.map((one) => one.id);
      assert.deepEqual(await found("state=failed"), [id]);
      assert.deepEqual(await found("event=Bounce"), [id]);
      assert.deepEqual(await found("state=delivered&event=Bounce"), []);
      assert.equal((await world.call("GET", "/signet/v1/messages?state=lost")).status, 400);
      // The bounce suppressed its address: to the same recipients it goes, but for that one.
      await world.plain("POST", path);
      await world.settle();
      const second = await world.plain<Listed>("GET", "/signet/v1/inbox?to=bob@elsewhere.example");
      assert.equal(second.messages.length, 2);
      assert.equal((await world.call("POST", path, { recipients: ["no address"] })).status, 400);
      assert.equal((await world.call("POST", path, { recipients: [] })).status, 400);
      assert.equal((await world.call("POST", `${path}?region=eu-west-1`)).status, 404);
    });
  });
}
