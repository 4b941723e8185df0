import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MessageInsightsDataSource, MessageInsightsFilters } from "@aws-sdk/client-sesv2";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { readCsv } from "#protocols/csv/csv.ts";
import { engines } from "#test/support/engines.ts";
import { complain, newEventScene, simple } from "#test/support/event-scene.ts";
import { create, fetched, jobOf, lastWeek, send } from "#test/support/export-scene.ts";
import { refused } from "#test/support/operation.ts";
import type { World } from "#test/support/world.ts";

interface Insight {
  readonly MessageId: string;
  readonly FromEmailAddress: string;
  readonly Destination: string;
  readonly Subject: string;
  readonly Isp: string;
  readonly TenantName: string | null;
  readonly SendTimestamp: string;
  readonly LastDeliveryEvent: string | null;
  readonly LastDeliveryEventTimestamp: string | null;
  readonly LastEngagementEvent: string | null;
  readonly LastEngagementEventTimestamp: string | null;
}

async function insights(world: World, source: Partial<MessageInsightsDataSource>): Promise<Insight[]> {
  const id = await create(world, { MessageInsightsDataSource: { ...lastWeek(world), ...source } });
  return (await (await fetched(world, await jobOf(world, id))).json()) as Insight[];
}

/** To whom those went that are meant, in the order in which they were sent. */
async function found(world: World, Include?: MessageInsightsFilters, Exclude?: MessageInsightsFilters) {
  const rows = await insights(world, {
    ...(Include === undefined ? {} : { Include }),
    ...(Exclude === undefined ? {} : { Exclude }),
  });
  return rows.map(({ Destination }) => Destination.split("@")[0]).toReversed();
}

for (const engine of engines) {
  describe(`export jobs of messages, on ${engine}`, () => {
    test("tell how far each message came, with SES's words", async () => {
      await using scene = await newEventScene(engine);
      const { world, receiver } = scene;
      const sent = await send(scene, "bob@gmail.com", "Grüße, Bob", "Ann <ann@sender.test>");
      const sentAt = new Date(world.clock.now()).toISOString();
      await send(scene, "nobody@reader.example", "Lost");
      await world.leap(hourMs);
      await send(scene, "cat@reader.example", "=1+1");
      await complain(world, receiver.received.at(-1)?.from ?? "", "cat@reader.example");
      world.clock.advance(1);
      await scene.send("eve@yahoo.de", { Content: simple("<p>Hello</p>") });
      const { content } = receiver.received.at(-1) ?? {};
      const [, picture = ""] =
        /\/o\/([^"]+)"/.exec(
          Buffer.from(content ?? "")
            .toString()
            .replaceAll("=\r\n", ""),
        ) ?? [];
      await fetch(`${world.app.httpUrl}/o/${picture}`);
      await send(scene, "later@reader.example", "Late");
      const rows = await insights(world, {});
      assert.deepEqual(
        rows.map((row) => [row.Destination, row.Isp, row.LastDeliveryEvent, row.LastEngagementEvent]),
        [
          ["later@reader.example", "UNKNOWN_ISP", "SEND", null],
          ["eve@yahoo.de", "Yahoo", "DELIVERY", "OPEN"],
          ["cat@reader.example", "UNKNOWN_ISP", "COMPLAINT", null],
          ["nobody@reader.example", "UNKNOWN_ISP", "PERMANENT_BOUNCE", null],
          ["bob@gmail.com", "Gmail", "DELIVERY", null],
        ],
      );
      assert.deepEqual(rows.at(-1), {
        MessageId: sent,
        FromEmailAddress: "ann@sender.test",
        Destination: "bob@gmail.com",
        Subject: "Grüße, Bob",
        Isp: "Gmail",
        TenantName: null,
        SendTimestamp: sentAt,
        LastDeliveryEvent: "DELIVERY",
        LastDeliveryEventTimestamp: sentAt,
        LastEngagementEvent: null,
        LastEngagementEventTimestamp: null,
      });
    });

    test("find messages by SES's own examples of filters", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await send(scene, "one@example1.com", "Sale Ends Tonight!");
      await send(scene, "two@example2.com", "Hello you", "information@sender.test");
      await send(scene, "three@example3.com", "hello you");
      await send(scene, "four@gmail.com", "Hello * you");
      await send(scene, "nobody@example1.com", "Hello", "noreply@sender.test");
      assert.deepEqual(await found(world), ["one", "two", "three", "four", "nobody"]);
      assert.deepEqual(await found(world, {}, {}), ["one", "two", "three", "four", "nobody"]);
      assert.deepEqual(await found(world, { Subject: ["Sale Ends Tonight!"] }), ["one"]);
      assert.deepEqual(await found(world, { Subject: ["Sale Ends"] }), []);
      assert.deepEqual(await found(world, { Subject: ["Hello*"] }), ["two", "four", "nobody"]);
      assert.deepEqual(await found(world, { Subject: ["*\\**"] }), ["four"]);
      assert.deepEqual(
        await found(world, {
          Subject: ["Hello*"],
          FromEmailAddress: ["*information*"],
          Destination: ["*@example2.com"],
        }),
        ["two"],
      );
      assert.deepEqual(
        await found(world, { Subject: ["Hello*"] }, { FromEmailAddress: ["noreply@sender.test"] }),
        ["two", "four"],
      );
      assert.deepEqual(await found(world, { Isp: ["Gmail", "Yahoo"] }), ["four"]);
      assert.deepEqual(
        await found(
          world,
          { Destination: ["*@example1.com", "*@example2.com", "*@example3.com"] },
          { LastDeliveryEvent: ["SEND", "DELIVERY"] },
        ),
        ["nobody"],
      );
      // What is excluded is so by all that is said together.
      assert.deepEqual(
        await found(world, undefined, { Subject: ["Hello*"], LastDeliveryEvent: ["PERMANENT_BOUNCE"] }),
        ["one", "two", "three", "four"],
      );
      assert.deepEqual(await found(world, { TenantName: ["shop"] }), []);
      assert.deepEqual(await found(world, { LastEngagementEvent: ["CLICK"] }), []);
    });

    test("have a row for each recipient, the newest first, as many as asked for, of the time asked for", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await scene.send("a@a.example", {
        Destination: { ToAddresses: ["a@a.example", "nobody@b.example"] },
      });
      const until = new Date(world.clock.now());
      await world.leap(minuteMs);
      await send(scene, "c@a.example", "C");
      const rows = await insights(world, {});
      assert.deepEqual(
        rows.map(({ Destination, LastDeliveryEvent }) => [Destination, LastDeliveryEvent]),
        [
          ["c@a.example", "DELIVERY"],
          ["a@a.example", "DELIVERY"],
          ["nobody@b.example", "PERMANENT_BOUNCE"],
        ],
      );
      assert.equal((await insights(world, { MaxResults: 2 })).length, 2);
      const earlier = await insights(world, { EndDate: until });
      assert.deepEqual(
        earlier.map(({ Destination }) => Destination),
        ["a@a.example", "nobody@b.example"],
      );
      const id = await create(world, {
        MessageInsightsDataSource: { ...lastWeek(world), Include: { Destination: ["nobody*"] } },
      });
      const { Statistics } = await jobOf(world, id);
      assert.deepEqual(Statistics, { ProcessedRecordsCount: 2, ExportedRecordsCount: 1 });
    });

    test("come as CSV that a spreadsheet takes for text, behind a link that soon leads nowhere", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await send(scene, "+bob@a.example", '=HYPERLINK("https://evil.example/","me, please")');
      const source = { MessageInsightsDataSource: { ...lastWeek(world), MaxResults: 10 } };
      const id = await create(world, source, "CSV");
      const job = await jobOf(world, id);
      const { CreatedTimestamp, CompletedTimestamp, $metadata: _, ExportDestination, ...others } = job;
      assert.equal(CreatedTimestamp?.getTime(), world.clock.now());
      assert.equal(CompletedTimestamp?.getTime(), world.clock.now());
      assert.deepEqual(others, {
        JobId: id,
        ExportSourceType: "MESSAGE_INSIGHTS",
        JobStatus: "COMPLETED",
        ExportDataSource: source,
        Statistics: { ProcessedRecordsCount: 1, ExportedRecordsCount: 1 },
      });
      assert.equal(ExportDestination?.DataFormat, "CSV");
      const answer = await fetched(world, job);
      assert.equal(answer.status, 200);
      const shown = ["content-type", "content-disposition", "cache-control", "x-content-type-options"];
      assert.deepEqual(
        shown.map((name) => answer.headers.get(name)),
        ["text/csv; charset=utf-8", `attachment; filename="${id}.csv"`, "no-store", "nosniff"],
      );
      const bytes = new Uint8Array(await answer.arrayBuffer());
      assert.equal(answer.headers.get("content-length"), String(bytes.length));
      const [names, row] = [...readCsv(Buffer.from(bytes).toString())].map(({ fields }) => fields);
      assert.deepEqual(names?.slice(0, 5), [
        "MessageId",
        "FromEmailAddress",
        "Destination",
        "Subject",
        "Isp",
      ]);
      assert.deepEqual(row?.slice(2, 4), [
        "'+bob@a.example",
        '\'=HYPERLINK("https://evil.example/","me, please")',
      ]);

      const link = new URL(ExportDestination?.S3Url ?? "");
      // Not its last letter, which has bits that say nothing.
      const forged = `${world.app.httpUrl}${link.pathname.replace(/.(?=.$)/, (one) => (one === "x" ? "y" : "x"))}`;
      assert.equal((await fetch(forged)).status, 404);
      await world.leap(5 * minuteMs);
      assert.equal((await fetched(world, job)).status, 200);
      await world.leap(1);
      assert.equal((await fetched(world, job)).status, 404);
      assert.equal((await fetched(world, await jobOf(world, id))).status, 200);
    });

    test("are forgotten in time: the file after a week, the job after 90 days", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await send(scene, "bob@a.example", "Hello");
      const id = await create(world, { MessageInsightsDataSource: lastWeek(world) });
      await world.leap(7 * dayMs - hourMs);
      assert.equal((await fetched(world, await jobOf(world, id))).status, 200);
      await world.leap(2 * hourMs);
      const { JobStatus, ExportDestination } = await jobOf(world, id);
      assert.deepEqual([JobStatus, ExportDestination], ["COMPLETED", { DataFormat: "JSON" }]);
      await using database = await world.openDatabase();
      const parts = database.build.selectFrom("export_parts").selectAll().compile();
      assert.deepEqual(await database.read(parts), []);
      await world.leap(84 * dayMs);
      await refused(jobOf(world, id), "NotFoundException", 404, `Job with JobId ${id} does not exist.`);
    });
  });
}
