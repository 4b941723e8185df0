import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { firstMessageIdAt } from "#features/delivery/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { type DatabasePlace, engines, newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

interface Job {
  readonly JobId: string;
  readonly JobStatus: string;
  readonly ExportDestination: { readonly S3Url?: string };
  readonly Statistics: { readonly ProcessedRecordsCount: number; readonly ExportedRecordsCount: number };
}

const messages = 20_000;
const rowsAtOnce = 500;
const doneWithinMs = 60_000;

const whole = {
  ExportDataSource: {
    MessageInsightsDataSource: {
      StartDate: 1_577_836_800,
      EndDate: 2_524_608_000,
      MaxResults: 10_000,
      Exclude: { Destination: ["odd*"] },
    },
  },
  ExportDestination: { DataFormat: "JSON" },
};

for (const engine of engines) {
  test(`an export job that a kill -9 cut off is done after the next start, whole, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await fill(place);
    await using service = await ServiceProcess.start(place);
    let JobId = "";
    const job = async () => await service.call<Job>("GET", `/v2/email/export-jobs/${JobId}`);
    // One that is done before it is seen to have begun is followed by another.
    const isCaught = async () => {
      ({ JobId } = await service.call<Job>("POST", "/v2/email/export-jobs", whole));
      let seen = await job();
      await until(async () => {
        seen = await job();
        return seen.Statistics.ProcessedRecordsCount > 0;
      });
      return seen.JobStatus === "PROCESSING";
    };
    for (let jobs = 1; !(await isCaught()); jobs++) assert.ok(jobs < 10, "none was seen at work");
    await service.kill();
    await service.releaseLeases(place);
    await service.restart();
    await until(async () => (await job()).JobStatus === "COMPLETED");
    const { Statistics, ExportDestination } = await job();
    assert.deepEqual(Statistics, { ProcessedRecordsCount: messages, ExportedRecordsCount: messages / 2 });
    const answer = await fetch(ExportDestination.S3Url ?? "");
    const rows = (await answer.json()) as { readonly Destination: string }[];
    assert.equal(rows.length, messages / 2);
    assert.equal(new Set(rows.map(({ Destination }) => Destination)).size, messages / 2);
  });
}

/** As many messages as take a while to look through, half of them to odd addresses. */
async function fill(place: DatabasePlace): Promise<void> {
  await using database = await openDatabase(place);
  const now = Date.now();
  const rows = Array.from({ length: messages }, (_, number) => {
    const destination = [`${number % 2 === 0 ? "even" : "odd"}${number}@reader.example`];
    return {
      id: `${firstMessageIdAt("us-east-1", now - number)}-${number}`,
      account: "000000000000",
      region: "us-east-1",
      created_at: now - number,
      signing_domain: null,
      signing_account: null,
      envelope_from: "ann@sender.test",
      content: new Uint8Array(0),
      tls: "opportunistic",
      sending_pool: null,
      configuration_set: null,
      archive: null,
      tenant: null,
      contact_list: null,
      list_topic: null,
      feedback_to: null,
      mail: JSON.stringify({
        destination,
        commonHeaders: { from: ["ann@sender.test"], subject: "Hello".repeat(100) },
      }),
    } as const;
  });
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    await database.write([{ query: database.build.insertInto("messages").values(some).compile() }]);
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + doneWithinMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, "it has not come about");
    await delay(5);
  }
}
