import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

interface Job {
  readonly JobId: string;
  readonly JobStatus: string;
  readonly ProcessedRecordsCount: number;
  readonly FailedRecordsCount: number;
}

const lines = Array.from({ length: 2_000 }, (_, at) => `person${at}@example.com,BOUNCE\n`);
const doneWithinMs = 30_000;

for (const engine of engines) {
  test(`an import job that a kill -9 cut off is done after the next start, whole, on ${engine}`, async () => {
    await using storage = await ObjectStorage.start();
    await using place = await newDatabasePlace(engine);
    await using service = await ServiceProcess.start(place, storage.settings("arn:aws:s3:::lists/*"));
    // Half of it comes, and then nothing more.
    storage.instead = (response) => {
      response.writeHead(200, { "content-length": lines.join("").length });
      response.write(lines.slice(0, 1_000).join(""));
    };
    const { JobId } = await service.call<Job>("POST", "/v2/email/import-jobs", {
      ImportDestination: { SuppressionListDestination: { SuppressionListImportAction: "PUT" } },
      ImportDataSource: { S3Url: "s3://lists/bounced.csv", DataFormat: "CSV" },
    });
    const job = async () => await service.call<Job>("GET", `/v2/email/import-jobs/${JobId}`);
    await until(async () => (await job()).ProcessedRecordsCount >= 500);
    assert.equal((await job()).JobStatus, "PROCESSING");
    await service.kill();
    await service.releaseLeases(place);
    storage.instead = undefined;
    storage.objects.set("lists/bounced.csv", lines.join(""));
    await service.restart();
    await until(async () => (await job()).JobStatus === "COMPLETED");
    const { ProcessedRecordsCount, FailedRecordsCount } = await job();
    assert.deepEqual([ProcessedRecordsCount, FailedRecordsCount], [lines.length, 0]);
    const { SuppressedDestinationSummaries: page, NextToken: more } = await service.call<{
      SuppressedDestinationSummaries: unknown[];
      NextToken: string;
    }>("GET", "/v2/email/suppression/addresses?PageSize=1000");
    assert.equal(page.length, 1_000);
    const rest = await service.call<{ SuppressedDestinationSummaries: unknown[] }>(
      "GET",
      `/v2/email/suppression/addresses?PageSize=1000&NextToken=${encodeURIComponent(more)}`,
    );
    assert.equal(rest.SuppressedDestinationSummaries.length, 1_000);
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + doneWithinMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, "it has not come about");
    await delay(20);
  }
}
