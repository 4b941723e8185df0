import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  BatchGetMetricDataCommand,
  type BatchGetMetricDataQuery,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  GetMessageInsightsCommand,
  type Metric,
  PutSuppressedDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { complain, type EventScene, newEventScene, set, simple } from "#test/support/event-scene.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import type { World } from "#test/support/world.ts";

type Dimensions = BatchGetMetricDataQuery["Dimensions"];

const all: readonly Metric[] = [
  "SEND",
  "COMPLAINT",
  "PERMANENT_BOUNCE",
  "TRANSIENT_BOUNCE",
  "OPEN",
  "CLICK",
  "DELIVERY",
  "DELIVERY_OPEN",
  "DELIVERY_CLICK",
  "DELIVERY_COMPLAINT",
];

/** Those that are not 0, of today alone unless said otherwise. */
async function counts(
  world: World,
  dimensions?: Dimensions,
  { from = world.clock.now(), to = world.clock.now() } = {},
): Promise<Record<string, number>> {
  const { Results = [], Errors } = await world.ses.send(
    new BatchGetMetricDataCommand({
      Queries: all.map((metric) => ({
        Id: metric.toLowerCase(),
        Namespace: "VDM",
        Metric: metric,
        StartDate: new Date(from),
        EndDate: new Date(to),
        ...(dimensions === undefined ? {} : { Dimensions: dimensions }),
      })),
    }),
  );
  assert.deepEqual(Errors, []);
  assert.deepEqual(
    Results.map(({ Id }) => Id),
    all.map((metric) => metric.toLowerCase()),
  );
  const sums = Results.map(
    ({ Id = "", Values = [] }) => [Id, Values.reduce((sum, n) => sum + n, 0)] as const,
  );
  return Object.fromEntries(sums.filter(([, n]) => n !== 0));
}

async function daysOf(world: World, from: string, to: string) {
  const { Results } = await world.ses.send(
    new BatchGetMetricDataCommand({
      Queries: [
        { Id: "a", Namespace: "VDM", Metric: "SEND", StartDate: new Date(from), EndDate: new Date(to) },
      ],
    }),
  );
  const [result] = Results ?? [];
  return result?.Timestamps?.map((at, number) => `${at.toISOString()} ${result.Values?.[number]}`);
}

/** A message with a link, whose every link and picture somebody asks for, twice. */
async function sendAndRead({ world, receiver, send }: EventScene, to: string): Promise<void> {
  await send(to, { Content: simple('<p>Hello <a href="http://shop.example/">you</a></p>') });
  const { content } = receiver.received.at(-1) ?? {};
  const text = Buffer.from(content ?? "")
    .toString()
    .replaceAll("=\r\n", "")
    .replaceAll("=3D", "=");
  const urls = [...text.matchAll(/(?:href|src)="([^"]+\/[lo]\/[^"]+)"/g)].map(([, url = ""]) => url);
  assert.equal(urls.length, 2);
  for (const url of [...urls, ...urls]) {
    const { pathname } = new URL(url);
    await fetch(`${world.app.httpUrl}${pathname}`, { redirect: "manual" });
  }
  await world.settle();
}

for (const engine of engines) {
  describe(`what SES's metrics count, on ${engine}`, () => {
    test("messages to one recipient, and what became of them, each once", async () => {
      await using scene = await newEventScene(engine);
      const { world, receiver } = scene;
      await scene.send("bob@gmail.com");
      const insights = await world.ses.send(
        new GetMessageInsightsCommand({ MessageId: await scene.send("bob@reader.example") }),
      );
      assert.deepEqual(insights.Insights?.[0]?.Isp, "UNKNOWN_ISP");
      await complain(world, receiver.received.at(-1)?.from ?? "", "bob@reader.example");
      await scene.send("nobody@reader.example");
      await sendAndRead(scene, "eve@yahoo.de");
      await scene.send("later@reader.example");
      await world.pass(15 * hourMs);
      const expected = {
        send: 5,
        complaint: 1,
        permanent_bounce: 1,
        transient_bounce: 1,
        open: 1,
        click: 1,
        delivery: 3,
        delivery_open: 3,
        delivery_click: 1,
        delivery_complaint: 2,
      };
      const span = { from: world.clock.now() - dayMs, to: world.clock.now() };
      assert.deepEqual(await counts(world, undefined, span), expected);
      await world.leap(2 * dayMs);
      // Whichever hours are kept by now, and whoever asks meanwhile, the numbers are the same.
      const [one, other] = await Promise.all([
        counts(world, undefined, span),
        counts(world, undefined, span),
      ]);
      assert.deepEqual(one, expected);
      assert.deepEqual(other, expected);
      assert.deepEqual(await counts(world, { ISP: "Yahoo" }, span), {
        send: 1,
        open: 1,
        click: 1,
        delivery: 1,
        delivery_open: 1,
        delivery_click: 1,
        delivery_complaint: 1,
      });
      assert.deepEqual(await counts(world, { ISP: "Gmail" }, span), {
        send: 1,
        delivery: 1,
        delivery_open: 1,
      });
    });

    test("neither messages to several, nor the simulator's, nor what was never sent", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await scene.send("one@a.example", { Destination: { ToAddresses: ["one@a.example", "two@a.example"] } });
      await scene.send("bounce@simulator.amazonses.com");
      await scene.send("complaint@simulator.amazonses.com");
      assert.deepEqual(await counts(world), {});
      for (const [EmailAddress, Reason] of [
        ["out@a.example", "BOUNCE"],
        ["angry@a.example", "COMPLAINT"],
      ] as const) {
        await world.ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason }));
        await scene.send(EmailAddress);
      }
      assert.deepEqual(await counts(world), { send: 2 });
    });

    test("apart by identity, configuration set, provider and tenant, and by all of them", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await verifiedDomain(world, "other.test");
      await world.ses.send(new CreateTenantCommand({ TenantName: "shop" }));
      for (const resource of ["identity/other.test", `configuration-set/${set}`]) {
        await world.ses.send(
          new CreateTenantResourceAssociationCommand({
            TenantName: "shop",
            ResourceArn: `arn:aws:ses:us-east-1:000000000000:${resource}`,
          }),
        );
      }
      await scene.send("bob@gmail.com");
      await scene.send("bob@gmail.com", { ConfigurationSetName: undefined });
      await scene.send("bob@gmail.com", { FromEmailAddress: "ann@other.test" });
      await scene.send("bob@reader.example", { FromEmailAddress: "ann@other.test", TenantName: "shop" });
      const sends = async (dimensions: Dimensions) => (await counts(world, dimensions))["send"] ?? 0;
      const cases: readonly (readonly [Dimensions, number])[] = [
        [{ EMAIL_IDENTITY: "sender.test" }, 2],
        [{ EMAIL_IDENTITY: "other.test" }, 2],
        [{ EMAIL_IDENTITY: "ann@other.test" }, 0],
        [{ CONFIGURATION_SET: set }, 3],
        [{ ISP: "Gmail" }, 3],
        [{ ISP: "UNKNOWN_ISP" }, 1],
        [{ TENANT_NAME: "shop" }, 1],
        [{ EMAIL_IDENTITY: "other.test", CONFIGURATION_SET: set, ISP: "Gmail" }, 1],
      ];
      const asked = async () => await Promise.all(cases.map(async ([dimensions]) => await sends(dimensions)));
      assert.deepEqual(
        await asked(),
        cases.map(([, n]) => n),
      );
      const { clock } = world;
      const span = { from: clock.now(), to: clock.now() };
      await world.leap(dayMs);
      assert.equal((await counts(world, { TENANT_NAME: "shop" }, span))["send"], 1);
      assert.equal((await counts(world, { EMAIL_IDENTITY: "other.test" }, span))["delivery"], 2);
      assert.deepEqual(await counts(world), {});
    });

    test("by days of UTC, and those that were asked for", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      const midnight = Math.floor(world.clock.now() / dayMs) * dayMs;
      await world.leap(midnight + 10 * dayMs - hourMs - world.clock.now());
      await scene.send("one@a.example");
      await world.leap(2 * hourMs);
      await scene.send("two@a.example");
      const day = (number: number, time = "00:00:00.000") =>
        `${new Date(midnight + number * dayMs).toISOString().slice(0, 10)}T${time}Z`;
      assert.deepEqual(await daysOf(world, day(9), day(10)), [`${day(9)} 1`]);
      assert.deepEqual(await daysOf(world, day(10), day(10)), [`${day(10)} 1`]);
      assert.deepEqual(await daysOf(world, day(8, "10:00:00.000"), day(10, "00:00:01.000")), [
        `${day(8)} 0`,
        `${day(9)} 1`,
        `${day(10)} 1`,
      ]);
    });

    test("outlive the messages, and belong to one account and region", async () => {
      await using scene = await newEventScene(engine, { SIGNET_RETENTION_DAYS: "3" });
      const { world } = scene;
      await scene.send("one@a.example");
      const span = { from: world.clock.now(), to: world.clock.now() };
      for (let days = 0; days < 6; days += 1) await world.leap(dayMs);
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/messages");
      assert.deepEqual(messages, []);
      assert.equal((await counts(world, undefined, span))["send"], 1);
      const elsewhere = await world.client({ region: "eu-west-1" }).send(
        new BatchGetMetricDataCommand({
          Queries: [
            {
              Id: "a",
              Namespace: "VDM",
              Metric: "SEND",
              StartDate: new Date(span.from),
              EndDate: new Date(span.to),
            },
          ],
        }),
      );
      assert.deepEqual(elsewhere.Results?.[0]?.Values, [0]);
    });

    test("nothing that cannot be asked", async () => {
      await using scene = await newEventScene(engine);
      const query = (from: string, to: string, Id = "a"): BatchGetMetricDataQuery => ({
        Id,
        Namespace: "VDM",
        Metric: "SEND",
        StartDate: new Date(from),
        EndDate: new Date(to),
      });
      const ask = async (...Queries: BatchGetMetricDataQuery[]) =>
        await scene.world.ses.send(new BatchGetMetricDataCommand({ Queries }));
      const one = query("2026-01-01", "2026-01-02");
      await refused(
        ask(query("2026-01-02", "2026-01-01")),
        "BadRequestException",
        400,
        "StartDate must not be after EndDate.",
      );
      await refused(
        ask(query("2024-01-01", "2026-01-01")),
        "BadRequestException",
        400,
        "StartDate must not be more than 400 days before EndDate.",
      );
      await refused(ask(one, one), "BadRequestException", 400, "Each query must have an Id of its own.");
      await refused(
        ask({ ...one, Dimensions: {} }),
        "BadRequestException",
        400,
        "1 validation error detected: Value at 'queries.1.member.dimensions' failed to satisfy constraint: Member must have length greater than or equal to 1",
      );
    });
  });
}
