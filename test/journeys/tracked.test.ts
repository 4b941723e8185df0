import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateContactListCommand,
  CreateEmailIdentityCommand,
  GetMessageInsightsCommand,
  PutAccountVdmAttributesCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  type TrackingOptions,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { minuteMs } from "#platform/clock.ts";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { statusAt } from "#test/support/asked-at.ts";
import { newBorrower } from "#test/support/borrower.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

type Overrides = SendEmailCommandInput["ConfigurationOverrides"];

const page =
  '<html><body><a href="https://shop.example/?a=1&amp;b=ü">not RFC 3986</a> <a href="https://shop.example/?a=1&amp;b=2">shop</a>' +
  '<a ses:no-track href="http://shop.example/plain">plain</a> <a ses:tags="place:top" href="http://shop.example/http">http</a></body></html>';

async function newSet(world: World, tracking?: TrackingOptions): Promise<void> {
  await world.ses.send(
    new CreateConfigurationSetCommand({
      ConfigurationSetName: "tracked",
      VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
      ...(tracking === undefined ? {} : { TrackingOptions: tracking }),
    }),
  );
}

async function send(world: World, html: string, overrides?: Overrides, set = "tracked"): Promise<string> {
  const to = `bob+${world.clock.now()}@reader.example`;
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Html: { Data: html } } } },
      ConfigurationSetName: set,
      ...(overrides === undefined ? {} : { ConfigurationOverrides: overrides }),
    }),
  );
  const received = (await world.inbox(to)).html;
  await world.leap(1_000);
  return received;
}

/** Scheme and host of the links, and of the picture. */
function places(html: string): readonly (string | undefined)[] {
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url = ""]) =>
    url.includes("/l/") ? new URL(url).origin : "untouched",
  );
  const [, picture] = /<img src="([^"]+)"/.exec(html) ?? [];
  return [...links, picture === undefined ? undefined : new URL(picture).origin];
}

for (const engine of engines) {
  describe(`tracking, on ${engine}`, () => {
    test("links and the picture lead over the set's own domain, by the scheme its policy says", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await verifiedDomain(world, "links.test");
      const cases = [
        ["OPTIONAL", "https://links.test", "http://links.test", "http://links.test"],
        ["REQUIRE", "https://links.test", "https://links.test", "https://links.test"],
        ["REQUIRE_OPEN_ONLY", "https://links.test", "http://links.test", "https://links.test"],
      ] as const;
      for (const [HttpsPolicy, ofHttps, ofHttp, open] of cases) {
        const name = HttpsPolicy.toLowerCase();
        await world.ses.send(
          new CreateConfigurationSetCommand({
            ConfigurationSetName: name,
            VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
            TrackingOptions: { CustomRedirectDomain: "links.test", HttpsPolicy },
          }),
        );
        const html = await send(world, page, undefined, name);
        assert.deepEqual(places(html), ["untouched", ofHttps, "untouched", ofHttp, open], HttpsPolicy);
        assert.doesNotMatch(html, /ses:/);
      }
      const inCapitals = await send(world, '<a href="HTTPS://shop.example/">a</a>', undefined, "optional");
      assert.deepEqual(places(inCapitals), ["https://links.test", "http://links.test"]);
    });

    test("a link as long as any that is tracked leads where it led", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      const name = "s".repeat(64);
      await world.ses.send(
        new CreateConfigurationSetCommand({
          ConfigurationSetName: name,
          VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
        }),
      );
      for (const length of [300, 1_500]) {
        const url = `http://shop.example/?${"q".repeat(length)}`.slice(0, length);
        const tags = `campaign:${"x".repeat(200)}`;
        const html = await send(world, `<a ses:tags="${tags}" href="${url}">shop</a>`, undefined, name);
        const [, link = ""] = /href="([^"]+)"/.exec(html) ?? [];
        const { pathname } = new URL(link);
        assert.match(pathname, /^\/l\//);
        const answer = await fetch(`${world.app.httpUrl}${pathname}`, { redirect: "manual" });
        assert.deepEqual([answer.status, answer.headers.get("location")], [302, url]);
      }
      const tagged = `<a ses:tags="k:${"x".repeat(3_000)}" href="http://shop.example/">shop</a>`;
      assert.match(await send(world, tagged, undefined, name), /href="http:\/\/shop\.example\/"/);
    });

    test("a link's tags may have any name, also one that every object has", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await newSet(world);
      const tags = "constructor:a;place:top;constructor:b;__proto__:c";
      const html = await send(world, `<a ses:tags="${tags}" href="HTTPS://shop.example/">shop</a>`);
      const [, link = ""] = /href="([^"]+)"/.exec(html) ?? [];
      assert.equal((await fetch(link, { redirect: "manual" })).status, 302);
      const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/messages");
      const { events } = await world.plain<{ events: { type: string; detail: { linkTags?: object } }[] }>(
        "GET",
        `/signet/v1/messages/${messages[0]?.id}`,
      );
      const click = events.find(({ type }) => type === "Click");
      assert.deepEqual(Object.entries(click?.detail.linkTags ?? {}), [
        ["constructor", ["a", "b"]],
        ["place", ["top"]],
        ["__proto__", ["c"]],
      ]);
    });

    test("a link leads nowhere under the domain of another account, where it would pass for theirs", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await newSet(world);
      const { ses: bank } = await newBorrower(world);
      const { DkimAttributes } = await bank.send(
        new CreateEmailIdentityCommand({ EmailIdentity: "bank.test" }),
      );
      publishCnames(world, "bank.test", DkimAttributes);
      await world.pass(minuteMs);
      const html = await send(world, '<a href="http://phish.example/">a</a>');
      const [, link = ""] = /href="([^"]+)"/.exec(html) ?? [];
      for (const host of ["bank.test", "BANK.test:443", "bank.test."])
        assert.equal(await statusAt(world, host, link), 404, host);
      for (const host of ["127.0.0.1", "sender.test", "behind-a-proxy", "www.bank.test"])
        assert.equal(await statusAt(world, host, link), 302, host);
    });

    test("a call switches tracking off, or on for a set that tells of something", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await newSet(world);
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "quiet" }));
      const on = { Tracking: { OpenTrackingEnabled: "ENABLED", ClickTrackingEnabled: "ENABLED" } } as const;
      const off = {
        Tracking: { OpenTrackingEnabled: "DISABLED", ClickTrackingEnabled: "DISABLED" },
      } as const;
      const link = '<a href="http://a.example/">a</a>{{ses:openTracker}}';
      const ours = world.app.httpUrl;
      assert.deepEqual(places(await send(world, link)), [ours, ours]);
      assert.match(await send(world, '<a SES:no-track href="#">a</a>', off), /^<a href="#">a<\/a>$/m);
      const untracked = await send(world, link, off);
      assert.deepEqual(places(untracked), ["untouched", undefined]);
      assert.doesNotMatch(untracked, /openTracker/);
      assert.deepEqual(places(await send(world, link, { Tracking: { OpenTrackingEnabled: "DISABLED" } })), [
        ours,
        undefined,
      ]);
      assert.deepEqual(places(await send(world, link, on, "quiet")), ["untouched", undefined]);
      await world.plain("POST", "/signet/v1/webhooks", {
        url: "http://127.0.0.1:9/",
        configuration_set: "quiet",
        events: ["Bounce"],
      });
      await world.leap(2_000);
      assert.deepEqual(places(await send(world, link, undefined, "quiet")), ["untouched", undefined]);
      assert.deepEqual(places(await send(world, link, on, "quiet")), [ours, ours]);
    });

    test("the account's engagement metrics count where the set says nothing of them", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      for (const [ConfigurationSetName, EngagementMetrics] of [
        ["silent"],
        ["opposed", "DISABLED"],
      ] as const) {
        await world.ses.send(
          new CreateConfigurationSetCommand({
            ConfigurationSetName,
            VdmOptions: EngagementMetrics && { DashboardOptions: { EngagementMetrics } },
          }),
        );
      }
      const link = '<a href="http://a.example/">a</a>';
      const put = async (VdmEnabled: "ENABLED" | "DISABLED") => {
        const DashboardAttributes = { EngagementMetrics: "ENABLED" } as const;
        await world.ses.send(
          new PutAccountVdmAttributesCommand({ VdmAttributes: { VdmEnabled, DashboardAttributes } }),
        );
        await world.leap(2_000);
      };
      const ours = world.app.httpUrl;
      assert.deepEqual(places(await send(world, link, undefined, "silent")), ["untouched", undefined]);
      await put("ENABLED");
      assert.deepEqual(places(await send(world, link, undefined, "silent")), [ours, ours]);
      assert.deepEqual(places(await send(world, link, undefined, "opposed")), ["untouched", undefined]);
      await put("DISABLED");
      assert.deepEqual(places(await send(world, link, undefined, "silent")), ["untouched", undefined]);
    });

    test("no more than 250 links of a message are tracked", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await newSet(world);
      const html = await send(world, '<a href="http://a.example/">a</a>\n'.repeat(300));
      const origins = places(html);
      assert.equal(origins.filter((origin) => origin === world.app.httpUrl).length, 251);
      assert.equal(origins.filter((origin) => origin === "untouched").length, 50);
    });

    test("raw HTML over SMTP is tracked in its part and encoding, its attachments are not, and it arrives signed", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await newSet(world);
      const { smtp, localKey } = world.app;
      assert.ok(localKey && smtp);
      const transport = createTransport({
        host: smtp.host,
        port: smtp.port,
        tls: { rejectUnauthorized: false },
        auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, "us-east-1") },
      });
      const { response } = await transport.sendMail({
        from: "ann@sender.test",
        to: "bob@reader.example",
        subject: "Hello",
        text: "Hello, http://shop.example/\n",
        html: `${page}<p>${"ü".repeat(2_000)}</p>`,
        attachments: [{ filename: "page.html", content: page }],
        headers: { "X-SES-CONFIGURATION-SET": "tracked" },
      });
      const message = await world.inbox("bob@reader.example");
      const [picture, ...links] = places(message.html).toReversed();
      assert.equal(picture, world.app.httpUrl);
      assert.deepEqual(links.toReversed(), ["untouched", world.app.httpUrl, "untouched", world.app.httpUrl]);
      assert.match(message.html, /ü{2000}/);
      assert.equal(message.text.trimEnd(), "Hello, http://shop.example/");
      const attached = message.source.split(/filename="?page\.html"?\r\n\r\n/)[1]?.split("--")[0];
      assert.equal(Buffer.from(attached ?? "", "base64").toString(), page);
      assert.deepEqual(await signaturesOf(world, message.source), [
        { domain: "sender.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
      const [link] = /http:[^"]*\/l\/[^"]+/.exec(message.html) ?? [];
      assert.equal(
        (await fetch(link ?? "", { redirect: "manual" })).headers.get("location"),
        "https://shop.example/?a=1&b=2",
      );
      const MessageId = /^250 Ok (\S+)/.exec(response)?.[1];
      const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
      assert.ok(Insights?.[0]?.Events?.some(({ Type }) => Type === "CLICK"));
    });

    test("in a raw message the way out of a list stands where its sender wants it", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName: "news" }));
      const raw = [
        "From: ann@sender.test",
        "To: bob@reader.example",
        "Subject: News",
        "MIME-Version: 1.0",
        "Content-Type: text/plain",
        "",
        "Enough? {{amazonSESUnsubscribeUrl}}",
        "",
      ].join("\r\n");
      await world.ses.send(
        new SendEmailCommand({
          Content: { Raw: { Data: Buffer.from(raw) } },
          ListManagementOptions: { ContactListName: "news" },
        }),
      );
      const { text, source } = await world.inbox("bob@reader.example");
      const [, url] = /^Enough\? (\S+)/.exec(text) ?? [];
      assert.ok(url !== undefined && source.includes(`<${url}`.slice(0, 40)), source);
      assert.equal((await fetch(url)).status, 200);
    });
  });
}
