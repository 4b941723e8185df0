import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateImportJobCommand,
  GetImportJobCommand,
  type GetImportJobCommandOutput,
  ListSuppressedDestinationsCommand,
} from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { World } from "#test/support/world.ts";

async function create(world: World, key: string): Promise<string> {
  const { JobId = "" } = await world.ses.send(
    new CreateImportJobCommand({
      ImportDestination: { SuppressionListDestination: { SuppressionListImportAction: "PUT" } },
      ImportDataSource: { S3Url: `s3://lists/${key}`, DataFormat: "CSV" },
    }),
  );
  return JobId;
}

async function jobOf(world: World, JobId: string): Promise<GetImportJobCommandOutput> {
  await world.settle();
  return await world.ses.send(new GetImportJobCommand({ JobId }));
}

for (const engine of engines) {
  test(`a job that a stop interrupted is done after the next start, on ${engine}`, async () => {
    await using storage = await ObjectStorage.start();
    await using world = await World.start(engine, { settings: storage.settings("arn:aws:s3:::lists/*") });
    const begun = Promise.withResolvers<void>();
    storage.instead = (response) => {
      response.writeHead(200, { "content-length": 1_000_000 });
      response.write("ann@example.com,BOUNCE\n".repeat(600), () => begun.resolve());
    };
    const id = await create(world, "long.csv");
    await begun.promise;
    await world.stop();
    storage.instead = undefined;
    storage.objects.set("lists/long.csv", "ann@example.com,BOUNCE\nbob@example.com,BOUNCE\n");
    await world.restart();
    const { JobStatus, ProcessedRecordsCount } = await jobOf(world, id);
    assert.deepEqual([JobStatus, ProcessedRecordsCount], ["COMPLETED", 2]);
    const listed = await world.ses.send(new ListSuppressedDestinationsCommand({}));
    assert.deepEqual(
      listed.SuppressedDestinationSummaries?.map(({ EmailAddress }) => EmailAddress),
      ["ann@example.com", "bob@example.com"],
    );
  });

  test(`a job whose object comes slowly is nobody else's meanwhile, on ${engine}`, async () => {
    await using storage = await ObjectStorage.start();
    await using world = await World.start(engine, { settings: storage.settings("arn:aws:s3:::lists/*") });
    const lines = "ann@example.com,BOUNCE\n".repeat(600);
    const slow = Promise.withResolvers<ServerResponse>();
    storage.instead = (response) => {
      response.writeHead(200, { "content-length": 2 * lines.length });
      response.write(lines, () => slow.resolve(response));
    };
    const id = await create(world, "slow.csv");
    const response = await slow.promise;
    await using database = await world.openDatabase();
    const leaseMs = async () => {
      const [job] = await database.read(database.build.selectFrom("import_jobs").select("due_at").compile());
      return (job?.due_at ?? 0) - world.clock.now();
    };
    const renewed = async () => {
      for (let looks = 1; (await leaseMs()) < 40 * secondMs; looks += 1) {
        await delay(5);
        // Who had just renewed it may not have lain down again when the time went by.
        if (looks % 20 === 0) world.clock.advance(secondMs);
      }
    };
    await renewed();
    for (let times = 0; times < 10; times += 1) {
      world.clock.advance(15 * secondMs);
      await renewed();
    }
    response.end(lines);
    const { JobStatus, ProcessedRecordsCount } = await jobOf(world, id);
    assert.deepEqual([JobStatus, ProcessedRecordsCount], ["COMPLETED", 1_200]);
    assert.equal(storage.asked.length, 1);
  });
}
