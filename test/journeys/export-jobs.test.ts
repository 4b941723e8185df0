import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CancelExportJobCommand,
  CreateExportJobCommand,
  type CreateExportJobCommandInput,
  GetExportJobCommand,
  ListExportJobsCommand,
  type MessageInsightsDataSource,
} from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { newEventScene } from "#test/support/event-scene.ts";
import { create, fetched, jobOf, lastWeek, send } from "#test/support/export-scene.ts";
import { refused } from "#test/support/operation.ts";

for (const engine of engines) {
  describe(`export jobs of metrics, on ${engine}`, () => {
    test("have a row for each combination, volumes and rates of what was sent", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await send(scene, "bob@gmail.com", "One");
      await send(scene, "nobody@gmail.com", "Two");
      // Some is counted and kept, and some fresh.
      await world.leap(2 * hourMs);
      await send(scene, "eve@gmail.com", "Three");
      await send(scene, "bob@yahoo.de", "Four");
      await scene.send("cat@reader.example", { ConfigurationSetName: undefined });
      const Metrics = [
        { Name: "SEND", Aggregation: "VOLUME" },
        { Name: "DELIVERY", Aggregation: "RATE" },
        { Name: "PERMANENT_BOUNCE", Aggregation: "VOLUME" },
      ] as const;
      const source = {
        Namespace: "VDM",
        Dimensions: { ISP: ["*"] },
        Metrics: [...Metrics],
        ...lastWeek(world),
      } as const;
      const id = await create(world, { MetricsDataSource: source as never });
      const job = await jobOf(world, id);
      assert.deepEqual(job.ExportDataSource, { MetricsDataSource: source });
      assert.equal(job.ExportSourceType, "METRICS_DATA");
      assert.deepEqual(job.Statistics, { ProcessedRecordsCount: 3, ExportedRecordsCount: 3 });
      assert.deepEqual(await (await fetched(world, job)).json(), [
        { ISP: "Gmail", SEND_VOLUME: 3, DELIVERY_RATE: 0.666667, PERMANENT_BOUNCE_VOLUME: 1 },
        { ISP: "UNKNOWN_ISP", SEND_VOLUME: 1, DELIVERY_RATE: 1, PERMANENT_BOUNCE_VOLUME: 0 },
        { ISP: "Yahoo", SEND_VOLUME: 1, DELIVERY_RATE: 1, PERMANENT_BOUNCE_VOLUME: 0 },
      ]);
      const narrower = await create(
        world,
        {
          MetricsDataSource: {
            ...source,
            Dimensions: { CONFIGURATION_SET: ["*"], ISP: ["Gmail", "UNKNOWN_ISP"] },
            Metrics: [{ Name: "SEND" }],
          },
        },
        "CSV",
      );
      assert.equal(
        await (await fetched(world, await jobOf(world, narrower))).text(),
        "CONFIGURATION_SET,ISP,SEND_VOLUME\r\nwatched,Gmail,3\r\n",
      );
      const none = await create(world, {
        MetricsDataSource: { ...source, Dimensions: { ISP: ["AOL"] } } as never,
      });
      assert.deepEqual(await (await fetched(world, await jobOf(world, none))).json(), []);
    });
  });

  describe(`any export jobs, on ${engine}`, () => {
    test("are listed by what they export and how far they are, the newest first, page by page", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      const ids: string[] = [];
      for (let number = 0; number < 3; number += 1) {
        ids.unshift(await create(world, { MessageInsightsDataSource: lastWeek(world) }));
      }
      const metrics = await create(world, {
        MetricsDataSource: {
          Namespace: "VDM",
          Dimensions: { ISP: ["*"] },
          Metrics: [{ Name: "SEND", Aggregation: "VOLUME" }],
          ...lastWeek(world),
        },
      });
      await world.settle();
      const list = async (asked: object) => {
        const { ExportJobs = [], NextToken } = await world.ses.send(new ListExportJobsCommand(asked));
        return { ids: ExportJobs.map(({ JobId }) => JobId), NextToken };
      };
      assert.deepEqual((await list({})).ids, [metrics, ...ids]);
      assert.deepEqual((await list({ ExportSourceType: "METRICS_DATA" })).ids, [metrics]);
      assert.deepEqual((await list({ JobStatus: "CREATED", NextToken: "", PageSize: 0 })).ids, []);
      const first = await list({ JobStatus: "COMPLETED", ExportSourceType: "MESSAGE_INSIGHTS", PageSize: 2 });
      assert.deepEqual(first.ids, ids.slice(0, 2));
      const { NextToken } = first;
      const next = { JobStatus: "COMPLETED", ExportSourceType: "MESSAGE_INSIGHTS", PageSize: 2, NextToken };
      assert.deepEqual(await list(next), { ids: ids.slice(2), NextToken: undefined });
      await refused(list({ NextToken }), "BadRequestException", 400, "The NextToken is not valid.");
      const elsewhere = world.client({ region: "eu-west-1" });
      const { ExportJobs } = await elsewhere.send(new ListExportJobsCommand({}));
      assert.deepEqual(ExportJobs, []);
      await refused(
        elsewhere.send(new GetExportJobCommand({ JobId: metrics })),
        "NotFoundException",
        404,
        `Job with JobId ${metrics} does not exist.`,
      );
    });

    test("are cancelled until they have ended, and so many may be under way", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      await world.restart({ SIGNET_ROLES: "api" });
      const source = { MessageInsightsDataSource: lastWeek(world) };
      const ids: string[] = [];
      for (let number = 0; number < 20; number += 1) ids.push(await create(world, source));
      await refused(
        create(world, source),
        "LimitExceededException",
        400,
        "At most 20 export jobs may be under way.",
      );
      const [JobId = ""] = ids;
      const cancel = async (id: string) => await world.ses.send(new CancelExportJobCommand({ JobId: id }));
      await cancel(JobId);
      await cancel(JobId);
      const job = await jobOf(world, JobId);
      assert.deepEqual([job.JobStatus, job.ExportDestination], ["CANCELLED", { DataFormat: "JSON" }]);
      await create(world, source);
      await refused(cancel("exp_none"), "NotFoundException", 404, "Job with JobId exp_none does not exist.");
      await world.restart();
      await world.settle();
      assert.equal((await jobOf(world, JobId)).JobStatus, "CANCELLED");
      const last = ids.at(-1) ?? "";
      assert.equal((await jobOf(world, last)).JobStatus, "COMPLETED");
      await refused(
        cancel(last),
        "BadRequestException",
        400,
        `Job with JobId ${last} is COMPLETED and cannot be cancelled.`,
      );
    });

    test("are refused where they make no sense", async () => {
      await using scene = await newEventScene(engine);
      const { world } = scene;
      const messages: MessageInsightsDataSource = lastWeek(world);
      const refuses = async (input: CreateExportJobCommandInput, message: string) =>
        await refused(world.ses.send(new CreateExportJobCommand(input)), "BadRequestException", 400, message);
      const to = { DataFormat: "CSV" } as const;
      const one = "One data source is to be given: MetricsDataSource or MessageInsightsDataSource.";
      await refuses({ ExportDataSource: {}, ExportDestination: to }, one);
      await refuses(
        {
          ExportDataSource: { MessageInsightsDataSource: messages },
          ExportDestination: { ...to, S3Url: "s3://mine/file.csv" },
        },
        "ExportDestination.S3Url cannot be given: It is set by the service, and shown by GetExportJob once there is a file.",
      );
      const asking = (more: Partial<MessageInsightsDataSource>) => ({
        ExportDataSource: { MessageInsightsDataSource: { ...messages, ...more } },
        ExportDestination: to,
      });
      await refuses(
        asking({ Include: { Subject: ["a*b"] } }),
        "ExportDataSource.MessageInsightsDataSource.Include.Subject cannot be read: an asterisk may stand at the beginning and at the end alone.",
      );
      await refuses(asking({ EndDate: new Date(0) }), "StartDate must not be after EndDate.");
      const metrics = {
        Namespace: "VDM",
        Dimensions: { ISP: ["*"] },
        ...lastWeek(world),
      } as const;
      const counting = (Metrics: readonly object[]) => ({
        ExportDataSource: { MetricsDataSource: { ...metrics, Metrics: [...Metrics] } as never },
        ExportDestination: to,
      });
      await refuses(counting([{}]), "The metric must be named.");
      await refuses(counting([{ Name: "SEND" }, { Name: "SEND" }]), "A metric is given twice.");
    });
  });
}
