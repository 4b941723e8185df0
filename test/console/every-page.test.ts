import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { destinations } from "#console/app/navigation.ts";
import { DmarcReporter } from "#test/support/dmarc-reporter.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { SeedMailbox, seedFile } from "#test/support/seed-mailbox.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** Dozens of pages are drawn and looked through, by processors that may have much else to do. */
const timeout = 300_000;

test("every page is for everyone: empty, on a phone, in the dark", { timeout }, async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  for (const { to } of destinations) {
    await visitor.goTo(to);
    await visitor.settle();
    await visitor.requireNoSidewaysScroll();
    await visitor.requireAccessible();
  }
});

/** As long as the service lets them be. */
const long = {
  domain: `${"l".repeat(63)}.${"m".repeat(63)}.${"n".repeat(40)}.test`,
  address: `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.example`,
  set: "s".repeat(64),
  tenant: "t".repeat(64),
  pool: "o".repeat(64),
  endpoint: "g".repeat(64),
  topic: "p".repeat(256),
  template: "e".repeat(64),
  subject: "u".repeat(400),
};

const letsAnyoneSend = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:us-east-1:000000000000:identity/shop.test",
    },
  ],
});

async function fill(world: World) {
  await verifiedDomain(world, "shop.test");
  const id = await sendHtml(world, { from: "ann@shop.test", html: "<p>Hello</p>" });
  await sendHtml(world, { from: "ann@shop.test", to: long.address, subject: long.subject });
  type Made = { readonly id: string };
  const made = async (method: string, path: string, body: object) =>
    await world.plain<Made>(method, path, body);
  await made("POST", "/v2/email/identities", { EmailIdentity: long.domain });
  for (const ConfigurationSetName of ["news", long.set]) {
    await made("POST", "/v2/email/configuration-sets", { ConfigurationSetName });
  }
  for (const EmailAddress of ["gone@example.com", long.address]) {
    await made("PUT", "/v2/email/suppression/addresses", { EmailAddress, Reason: "BOUNCE" });
  }
  for (const TemplateName of ["order", long.template]) {
    await made("POST", "/v2/email/templates", { TemplateName, TemplateContent: { Subject: "Your order" } });
  }
  await made("POST", "/v2/email/contact-lists", { ContactListName: "readers" });
  for (const EmailAddress of ["ann@example.com", long.address]) {
    await made("POST", "/v2/email/contact-lists/readers/contacts", { EmailAddress });
  }
  for (const PoolName of ["fast", long.pool])
    await made("POST", "/v2/email/dedicated-ip-pools", { PoolName });
  await made("PUT", "/v2/email/dedicated-ips/2001:db8::25/pool", { DestinationPoolName: "fast" });
  await made("PUT", "/v2/email/configuration-sets/news/delivery-options", { SendingPoolName: "fast" });
  await fillCertificates(world);
  await fillReports(world);
  const { id: deliverabilityTest } = await made("POST", "/v2/email/deliverability-dashboard/test", {
    ReportName: long.subject,
    FromEmailAddress: "ann@shop.test",
    Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
  });
  for (const name of ["ann", "bob"])
    await made("POST", "/signet/v1/users", { name, password: "a long password" });
  for (const kind of ["api-key", "access-key"])
    await made("POST", "/signet/v1/keys", { kind, description: "shop" });
  for (const policy of ["theirs", "others"]) {
    await made("POST", `/v2/email/identities/shop.test/policies/${policy}`, { Policy: letsAnyoneSend });
  }
  for (const TenantName of ["corner", long.tenant]) await made("POST", "/v2/email/tenants", { TenantName });
  for (const EndpointName of ["coasts", long.endpoint]) {
    const Details = { RoutesDetails: [{ Region: "us-west-2" }] };
    await made("POST", "/v2/email/multi-region-endpoints", { EndpointName, Details });
  }
  for (const name of ["mail", long.topic]) await made("POST", "/signet/v1/topics", { name });
  const endpoint = "http://127.0.0.1:9/events";
  await made("POST", "/signet/v1/topics/mail/subscriptions", { endpoint: `${endpoint}/too` });
  const subscription = await made("POST", "/signet/v1/topics/mail/subscriptions", { endpoint });
  const webhook = await made("POST", "/signet/v1/webhooks", { url: `${endpoint}/${"w".repeat(300)}` });
  await made("POST", "/v2/email/configuration-sets/news/event-destinations", {
    EventDestinationName: "shop",
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ["SEND"],
      SnsDestination: { TopicArn: "arn:aws:sns:us-east-1:000000000000:mail" },
    },
  });
  const { JobId } = await world.plain<{ JobId: string }>("POST", "/v2/email/import-jobs", {
    ImportDestination: {
      ContactListDestination: { ContactListName: "readers", ContactListImportAction: "PUT" },
    },
    ImportDataSource: { S3Url: `s3://lists/${"k".repeat(200)}.csv`, DataFormat: "CSV" },
  });
  const exported = await world.plain<{ JobId: string }>("POST", "/v2/email/export-jobs", {
    ExportDataSource: { MessageInsightsDataSource: { StartDate: 0, EndDate: 4_000_000_000 } },
    ExportDestination: { DataFormat: "CSV" },
  });
  await world.settle();
  const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox");
  return {
    id,
    subscription: subscription.id,
    webhook: webhook.id,
    inbox: messages[0]?.id,
    job: JobId,
    exported: exported.JobId,
    deliverabilityTest,
  };
}

/** One that counts, of short names and of long ones, and one that does not. */
async function fillReports(world: World): Promise<void> {
  const reporter = new DmarcReporter(world, `${"r".repeat(63)}.test`);
  const source = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
  const signed = [{ domain: long.domain, selector: "x", result: "pass" }];
  const seen = [
    { source: "192.0.2.1", count: 12_345_678, dkim: "pass" },
    { source, count: 98_765, disposition: "quarantine", signed },
  ] as const;
  await reporter.tell({ about: "shop.test", id: "1", seen });
  await reporter.tell({ about: "news.shop.test", id: "2", signedAs: undefined, seen });
}

/** Two that sign, and one that does not. */
async function fillCertificates(world: World): Promise<void> {
  const authority = await MailAuthority.found();
  for (const address of ["ann@shop.test", `${"a".repeat(64)}@shop.test`, long.address]) {
    const { certificate, key } = await authority.certify({ addresses: [address], key: "p256" });
    const pem = { certificate, private_key: key };
    const { arn } = await world.plain<{ arn: string }>("POST", "/signet/v1/certificates", pem);
    if (address === long.address) continue;
    await world.plain("POST", "/v2/email/identity/certificates", {
      EmailIdentity: "shop.test",
      FromAddress: address,
      CertificateArn: arn,
    });
  }
}

/** Of each route a page, or several. */
async function examples(world: World): Promise<Readonly<Record<string, readonly string[]>>> {
  const { id, subscription, webhook, inbox, job, exported, deliverabilityTest } = await fill(world);
  const lists = destinations.map(({ to }) => [to, [to]] as const);
  return {
    ...Object.fromEntries(lists),
    "/first-steps": ["/first-steps"],
    "/you": ["/you"],
    "/sign-in": ["/sign-in"],
    "/identities/$name": [
      ...["records", "checks", "dmarc", "keys", "settings"].map((tab) => `/identities/shop.test?tab=${tab}`),
      `/identities/${long.domain}`,
    ],
    "/messages/$id": [`/messages/${id}`],
    "/configuration-sets/$name": ["options", "events", "use"].map(
      (tab) => `/configuration-sets/news?tab=${tab}`,
    ),
    "/configuration-sets/$name/$destination": ["/configuration-sets/news/shop"],
    "/deliverability-tests/$id": [`/deliverability-tests/${deliverabilityTest}`],
    "/tenants/$name": ["/tenants/corner"],
    "/dedicated-ips/$pool": ["/dedicated-ips/fast"],
    "/templates/$name": ["/templates/order"],
    "/events/topics/$name": ["/events/topics/mail"],
    "/events/topics/$name/$id": [`/events/topics/mail/${subscription}`],
    "/events/webhooks/$id": [`/events/webhooks/${webhook}`],
    "/jobs/exports/$id": [`/jobs/exports/${exported}`],
    "/jobs/imports/$id": [`/jobs/imports/${job}`],
    "/inbox/$id": [`/inbox/${inbox}`],
  };
}

/** As routes.ts has them; below the inbox is what is open in it. */
async function routes(): Promise<string[]> {
  const source = await readFile("console/src/app/routes.ts", "utf8");
  const paths = [...source.matchAll(/getParentRoute: \(\) => (\w+),\s+path: "([^"]+)"/g)];
  return paths.map(([, parent, path = ""]) => (parent === "inbox" ? `/inbox/${path}` : path));
}

test("every page is for everyone: with something in it, long names too, by day and in the dark on a phone", {
  timeout,
}, async () => {
  await using storage = await ObjectStorage.start();
  await using seed = await SeedMailbox.open("seed@corp.example");
  await using seeds = await seedFile([seed.line({ provider: "P".repeat(60) })]);
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: {
      SIGNET_SEED_MAILBOXES: seeds.path,
      ...storage.settings("arn:aws:s3:::lists/*"),
      SIGNET_OUTBOUND_ADDRESSES: "192.0.2.25,2001:db8::25",
    },
  });
  const pages = await examples(world);
  const missing = (await routes()).filter((path) => path !== "/inbox//" && pages[path] === undefined);
  assert.deepEqual(missing, [], "there are routes that nobody looks at");
  await using visitor = await Visitor.of(world);
  for (const path of Object.values(pages).flat()) {
    await visitor.goTo(path);
    for (const look of [
      { device: "desktop", scheme: "light" },
      { device: "phone", scheme: "dark" },
    ] as const) {
      await visitor.looks(look);
      await visitor.settle();
      await visitor.requireNoSidewaysScroll();
      await visitor.requireNothingCutOff();
      await visitor.requireRowsToldApart();
      await visitor.requireAccessible();
    }
  }
});
