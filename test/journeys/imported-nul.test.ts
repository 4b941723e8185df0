import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateContactListCommand, CreateImportJobCommand, GetImportJobCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { World } from "#test/support/world.ts";

const bucket = "lists-000000000000";
const records = [
  { emailAddress: "nul@example.com", attributesData: '{"Name":"\0"}' },
  { emailAddress: "nul@example.com", topicPreferences: [{ topicName: "\0", subscriptionStatus: "OPT_IN" }] },
  { emailAddress: "nul\0@example.com" },
  { emailAddress: "without@example.com" },
];

for (const engine of engines) {
  test(`a record with a NUL in it is not imported, and the others are, on ${engine}`, async () => {
    await using storage = await ObjectStorage.start();
    await using world = await World.start(engine, { settings: storage.settings(`arn:aws:s3:::${bucket}/*`) });
    await world.ses.send(new CreateContactListCommand({ ContactListName: "people" }));
    const lines = records.map((record) => JSON.stringify(record)).join("\n");
    storage.objects.set(`${bucket}/nul.json`, lines);
    const csv = "emailAddress,attributesData\nnul@example.com,\0\nwithout@example.com,\n";
    storage.objects.set(`${bucket}/nul.csv`, csv);
    for (const [action, key, format, failed] of [
      ["PUT", "nul.json", "JSON", 3],
      ["DELETE", "nul.json", "JSON", 3],
      ["PUT", "nul.csv", "CSV", 1],
    ] as const) {
      const { JobId } = await world.ses.send(
        new CreateImportJobCommand({
          ImportDestination: {
            ContactListDestination: { ContactListName: "people", ContactListImportAction: action },
          },
          ImportDataSource: { S3Url: `s3://${bucket}/${key}`, DataFormat: format },
        }),
      );
      await world.settle();
      const job = await world.ses.send(new GetImportJobCommand({ JobId }));
      assert.deepEqual([job.JobStatus, job.FailedRecordsCount], ["COMPLETED", failed], `${action} ${key}`);
      assert.match(job.FailureInfo?.ErrorMessage ?? "", /: NUL is in it/);
    }
  });
}
