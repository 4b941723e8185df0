import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import PostalMime from "postal-mime";
import { dayMs, hourMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { HttpsReceiver } from "#test/support/https-receiver.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { type ReceivedMessage, type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Report {
  readonly "organization-name": string;
  readonly "contact-info": string;
  readonly "report-id": string;
  readonly "date-range": { readonly "start-datetime": string };
  readonly policies: readonly {
    readonly policy: { readonly "policy-type": string; readonly "policy-domain": string };
    readonly summary: object;
    readonly "failure-details": readonly object[];
  }[];
}

const nobodys = "00".repeat(32);

for (const engine of engines) {
  describe(`reports on sessions in TLS, on ${engine}`, () => {
    test("a domain has a report by mail and by HTTPS the day after, signed, and none of the session that carried it", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.71" });
      await using web = await HttpsReceiver.start("127.0.0.72", "reports.shop.example");
      await using world = await begun(engine, receiver);
      world.zone(
        "shop.example",
        "@ MX 10 mx",
        "mx A 127.0.0.71",
        "reports A 127.0.0.72",
        `_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@shop.example,https://reports.shop.example:${web.port}/v1`,
      );
      world.zone("silent.example", "@ MX 10 mx.shop.example.");
      const day = await toTheMorning(world);
      for (const to of ["ann@shop.example", "bob@shop.example", "eve@silent.example"]) await send(world, to);
      assert.equal(receiver.received.length, 3);
      // What was counted last is written by who ends.
      await world.restart();
      await world.leap(dayMs);
      const mailed = reportsIn(receiver);
      assert.equal(mailed.length, 1);
      const [message] = mailed;
      assert.ok(message);
      assert.deepEqual(message.recipients, ["tls@shop.example"]);
      assert.equal(message.from, "no-reply@signet.localhost");
      const source = message.content.toString("latin1");
      assert.deepEqual(await signaturesOf(world, source), [{ domain: "signet.localhost", result: "pass" }]);
      const report = await reportIn(message);
      assert.deepEqual(
        { ...report, "report-id": "" },
        {
          "organization-name": "Sender, Inc.",
          "contact-info": "tls@sender.test",
          "report-id": "",
          "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
          policies: [
            {
              policy: { "policy-type": "no-policy-found", "policy-domain": "shop.example" },
              summary: { "total-successful-session-count": 1, "total-failure-session-count": 0 },
              "failure-details": [],
            },
          ],
        },
      );
      assert.ok(source.includes(`<${report["report-id"]}>`));
      const [posted, ...others] = web.posted;
      assert.equal(others.length, 0);
      assert.equal(posted?.path, "/v1");
      assert.equal(posted?.headers["content-type"], "application/tlsrpt+gzip");
      assert.deepEqual(JSON.parse(gunzipSync(posted?.body ?? "").toString()), report);

      for (let further = 0; further < 2; further++) await world.leap(dayMs);
      assert.equal(reportsIn(receiver).length, 1);
      assert.equal(web.posted.length, 1);
      await world.leap(3 * dayMs);
      assert.deepEqual(await rowsOf(world), []);
    });

    test("a server that does not prove itself, or has no TLS, is named with the reason, and the report goes there all the same", async () => {
      await using bad = await startSmtpReceiver({ host: "127.0.0.73" });
      await using plain = await startSmtpReceiver({ host: "127.0.0.74", port: bad.port, hideSTARTTLS: true });
      await using world = await begun(engine, bad, { SIGNET_DANE: "on" });
      world.signed("far.example");
      const asks = "_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@far.example";
      const servers = ["mx A 127.0.0.73", `_25._tcp.mx TLSA 3 1 1 ${nobodys}`];
      world.zone("far.example", "@ MX 10 mx", ...servers, asks);
      world.zone("near.example", "@ A 127.0.0.74", asks.replace("far", "near"));
      await toTheMorning(world);
      await send(world, "ann@far.example");
      await send(world, "ann@near.example");
      assert.deepEqual([bad.received.length, plain.received.length], [0, 1]);
      await world.leap(dayMs);
      const [mailed] = reportsIn(bad);
      assert.ok(mailed);
      const [policy] = (await reportIn(mailed)).policies;
      assert.deepEqual(policy?.policy, {
        "policy-type": "tlsa",
        "policy-string": [`3 1 1 ${nobodys}`],
        "policy-domain": "mx.far.example",
      });
      const [detail, ...rest] = policy["failure-details"];
      assert.equal(rest.length, 0);
      assert.deepEqual(
        { ...detail, "failed-session-count": 0 },
        {
          "result-type": "validation-failure",
          "receiving-mx-hostname": "mx.far.example",
          "receiving-ip": "127.0.0.73",
          "failed-session-count": 0,
          "failure-reason-code": "dane-no-match",
        },
      );
      const [other] = reportsIn(plain);
      assert.ok(other);
      assert.deepEqual((await reportIn(other)).policies[0]?.["failure-details"], [
        {
          "result-type": "starttls-not-supported",
          "receiving-mx-hostname": "near.example",
          "receiving-ip": "127.0.0.74",
          "failed-session-count": 1,
        },
      ]);
    });

    test("a policy that a domain has and nobody can read is named as what was wrong", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.80" });
      await using world = await begun(engine, receiver, { SIGNET_ADDRESSES: "192.0.2.80" });
      const asks = "_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@shop.example";
      world.zone("shop.example", "@ A 127.0.0.80", "_mta-sts TXT v=STSv1; id=a1", asks);
      await toTheMorning(world);
      await send(world, "ann@shop.example");
      await world.leap(dayMs);
      const [mailed] = reportsIn(receiver);
      assert.ok(mailed);
      assert.deepEqual((await reportIn(mailed)).policies, [
        {
          policy: { "policy-type": "sts", "policy-domain": "shop.example" },
          summary: { "total-successful-session-count": 0, "total-failure-session-count": 1 },
          "failure-details": [
            {
              "result-type": "sts-policy-fetch-error",
              "sending-mta-ip": "192.0.2.80",
              "receiving-mx-hostname": "shop.example",
              "receiving-ip": "127.0.0.80",
              "failed-session-count": 1,
            },
          ],
        },
      ]);
    });

    test("a place that does not take it is tried again for a day, and the others do not have it twice", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.75" });
      await using web = await HttpsReceiver.start("127.0.0.76", "reports.shop.example");
      await using world = await begun(engine, receiver);
      const asks = `_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@shop.example,https://reports.shop.example:${web.port}/`;
      world.zone("shop.example", "@ A 127.0.0.75", "reports A 127.0.0.76", asks);
      world.zone("gone.example", "@ A 127.0.0.75", asks);
      world.bogus("_smtp._tls.gone.example");
      await toTheMorning(world);
      await send(world, "ann@shop.example");
      await send(world, "ann@gone.example");
      web.answer = () => (web.posted.length < 3 ? 503 : 200);
      await world.leap(dayMs);
      for (let hour = 0; hour < 5; hour++) await world.leap(hourMs);
      assert.equal(web.posted.length, 3);
      assert.equal(reportsIn(receiver).length, 1);
      assert.equal(new Set(web.posted.map(({ body }) => reportId(body))).size, 1);
      assert.deepEqual(await waiting(world), ["gone.example"]);
      for (let day = 0; day < 2; day++) await world.leap(dayMs);
      assert.deepEqual(await waiting(world), []);
    });

    test("a report is not posted inward", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.77" });
      await using web = await HttpsReceiver.start("127.0.0.78", "reports.shop.example");
      await using world = await begun(engine, receiver);
      const asks = `_smtp._tls TXT v=TLSRPTv1; rua=https://reports.shop.example:${web.port}/,https://10.0.0.1/`;
      world.zone("shop.example", "@ A 127.0.0.77", "reports A 10.0.0.2", asks);
      await toTheMorning(world);
      await send(world, "ann@shop.example");
      await world.leap(dayMs);
      assert.equal(web.posted.length, 0);
      const refusals = world.logged.filter((line) => line.includes("A TLS report was not taken."));
      assert.ok(refusals.some((line) => /10\.0\.0\.1 is not contacted/.test(line)));
      assert.ok(refusals.some((line) => /10\.0\.0\.2 is not contacted/.test(line)));
    });

    test("where the operator has not switched it on, nothing is counted", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.79" });
      await using world = await begun(engine, receiver, { SIGNET_TLS_REPORTS: "off" });
      world.zone("shop.example", "@ A 127.0.0.79", "_smtp._tls TXT v=TLSRPTv1; rua=mailto:a@shop.example");
      await send(world, "ann@shop.example");
      await world.leap(2 * dayMs);
      assert.equal(receiver.received.length, 1);
      assert.deepEqual(await rowsOf(world), []);
    });
  });
}

async function begun(
  engine: Engine,
  { port }: SmtpReceiver,
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const world = await World.start(engine, {
    settings: {
      SIGNET_DELIVERY: "mx",
      SIGNET_TLS_REPORTS: '"Sender, Inc." <tls@sender.test>',
      ...settings,
    },
    mailServerPort: port,
  });
  await verifiedDomain(world, "sender.test");
  return world;
}

/** To six o'clock of the next day, which is answered. */
async function toTheMorning(world: World): Promise<string> {
  const now = world.clock.now();
  const morning = (Math.floor(now / dayMs) + 1) * dayMs + 6 * hourMs;
  await world.leap(morning - now);
  return new Date(morning).toISOString().slice(0, 10);
}

const send = async (world: World, to: string) => await sendHello(world, "hello@sender.test", to);

function reportsIn({ received }: SmtpReceiver): ReceivedMessage[] {
  return received.filter(({ content }) => content.includes("TLS-Report-Domain"));
}

async function reportIn({ content }: ReceivedMessage): Promise<Report> {
  const [file] = (await PostalMime.parse(content)).attachments;
  assert.equal(file?.mimeType, "application/tlsrpt+gzip");
  return JSON.parse(gunzipSync(Buffer.from(file?.content as ArrayBuffer)).toString()) as Report;
}

function reportId(body: Buffer): string {
  return (JSON.parse(gunzipSync(body).toString()) as Report)["report-id"];
}

/** Those that are still to have a report. */
async function waiting(world: World): Promise<string[]> {
  await using database = await world.openDatabase();
  const reports = database.build.selectFrom("tls_reports").select("domain").where("due_at", "is not", null);
  return (await database.read(reports.compile())).map(({ domain }) => domain);
}

/** What is kept of sessions and reports. */
async function rowsOf(world: World): Promise<string[]> {
  await using database = await world.openDatabase();
  const { build } = database;
  const sessions = await database.read(build.selectFrom("tls_sessions").select("domain").compile());
  const reports = await database.read(build.selectFrom("tls_reports").select("domain").compile());
  return [...sessions, ...reports].map(({ domain }) => domain);
}
