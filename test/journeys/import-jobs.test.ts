import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateContactListCommand,
  CreateImportJobCommand,
  DeleteContactListCommand,
  GetContactCommand,
  GetImportJobCommand,
  type GetImportJobCommandOutput,
  type ImportDestination,
  ListContactsCommand,
  ListImportJobsCommand,
  ListSuppressedDestinationsCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { ObjectStorage, refuse } from "#test/support/object-storage.ts";
import { refused } from "#test/support/operation.ts";
import { World } from "#test/support/world.ts";

const bucket = "lists-000000000000";
const suppression = (action: "PUT" | "DELETE"): ImportDestination => ({
  SuppressionListDestination: { SuppressionListImportAction: action },
});
const contacts = (action: "PUT" | "DELETE"): ImportDestination => ({
  ContactListDestination: { ContactListName: "people", ContactListImportAction: action },
});

const imports = "arn:aws:s3:::lists-{account}/*, arn:aws:s3:::common/open/*";

async function create(
  world: World,
  ImportDestination: ImportDestination,
  key: string,
  DataFormat: "CSV" | "JSON" = "CSV",
): Promise<string> {
  // Each has a time of its own, and so a place among the others.
  world.clock.advance(1);
  const { JobId = "" } = await world.ses.send(
    new CreateImportJobCommand({
      ImportDestination,
      ImportDataSource: { S3Url: `s3://${bucket}/${key}`, DataFormat },
    }),
  );
  return JobId;
}

async function jobOf(world: World, JobId: string): Promise<GetImportJobCommandOutput> {
  await world.settle();
  return await world.ses.send(new GetImportJobCommand({ JobId }));
}

async function suppressed(world: World): Promise<string[]> {
  const listed = await world.ses.send(new ListSuppressedDestinationsCommand({}));
  return (listed.SuppressedDestinationSummaries ?? []).map(
    ({ EmailAddress, Reason }) => `${EmailAddress} ${Reason}`,
  );
}

const makeList = new CreateContactListCommand({
  ContactListName: "people",
  Topics: [
    { TopicName: "Sports", DisplayName: "Sports", DefaultSubscriptionStatus: "OPT_OUT" },
    { TopicName: "Cycling", DisplayName: "Cycling", DefaultSubscriptionStatus: "OPT_IN" },
  ],
});

for (const engine of engines) {
  test(`import jobs on ${engine}`, async (t) => {
    await using storage = await ObjectStorage.start();
    await using world = await World.start(engine, { settings: storage.settings(imports) });
    const put = (key: string, content: string) => storage.objects.set(`${bucket}/${key}`, content);

    await t.test("the suppression list is filled and emptied from files, CSV and JSON lines", async () => {
      put(
        "add.csv",
        "ann@example.com,BOUNCE\r\n\r\nbob@example.com, COMPLAINT\nnobody,BOUNCE\neve@example.com\n",
      );
      const id = await create(world, suppression("PUT"), "add.csv");
      const { CreatedTimestamp, CompletedTimestamp, $metadata: _, ...job } = await jobOf(world, id);
      assert.deepEqual(job, {
        JobId: id,
        ImportDestination: suppression("PUT"),
        ImportDataSource: { S3Url: `s3://${bucket}/add.csv`, DataFormat: "CSV" },
        JobStatus: "COMPLETED",
        ProcessedRecordsCount: 4,
        FailedRecordsCount: 2,
        FailureInfo: {
          ErrorMessage:
            "Records that were not imported: line 4: Missing final '@domain'; line 5: there must be a reason: BOUNCE or COMPLAINT.",
        },
      });
      assert.equal(CreatedTimestamp?.getTime(), world.clock.now());
      assert.equal(CompletedTimestamp?.getTime(), world.clock.now());
      assert.deepEqual(await suppressed(world), ["ann@example.com BOUNCE", "bob@example.com COMPLAINT"]);
      assert.deepEqual(storage.asked, [`AKIAOPERATOR us-east-1 ${bucket}/add.csv`]);

      put(
        "more.json",
        '{"emailAddress":"cat@example.com","reason":"BOUNCE"}\n{"emailAddress":1}\nnonsense\n',
      );
      const { FailureInfo } = await jobOf(
        world,
        await create(world, suppression("PUT"), "more.json", "JSON"),
      );
      assert.equal(
        FailureInfo?.ErrorMessage,
        "Records that were not imported: line 2: emailAddress must be a text; line 3: the line is no JSON object.",
      );
      put("away.csv", "ann@example.com\nnot.there@example.com\n");
      const away = await jobOf(world, await create(world, suppression("DELETE"), "away.csv"));
      assert.deepEqual([away.ProcessedRecordsCount, away.FailedRecordsCount], [2, 0]);
      assert.deepEqual(await suppressed(world), ["bob@example.com COMPLAINT", "cat@example.com BOUNCE"]);
    });

    await t.test(
      "contacts come with their topics and attributes, as SES's own example has them",
      async () => {
        await refused(
          create(world, contacts("PUT"), "people.csv"),
          "BadRequestException",
          400,
          "List with name: people doesn't exist.",
        );
        await world.ses.send(makeList);
        put(
          "people.csv",
          "emailAddress,unsubscribeAll,attributesData,topicPreferences.Sports,topicPreferences.Cycling\n" +
            'example1@amazon.com,false,{"Name": "John", "City": "Rome"},OPT_IN,OPT_OUT\n' +
            'example2@amazon.com,true,"{""Name"":""Ann""}",OPT_OUT,\n' +
            "example3@amazon.com,perhaps,,OPT_OUT,OPT_OUT\n",
        );
        const job = await jobOf(world, await create(world, contacts("PUT"), "people.csv"));
        assert.deepEqual(
          [job.JobStatus, job.ProcessedRecordsCount, job.FailedRecordsCount],
          ["COMPLETED", 3, 1],
        );
        const contact = async (EmailAddress: string) => {
          const { AttributesData, UnsubscribeAll, TopicPreferences } = await world.ses.send(
            new GetContactCommand({ ContactListName: "people", EmailAddress }),
          );
          const topics = TopicPreferences?.map((one) => `${one.TopicName} ${one.SubscriptionStatus}`);
          return [AttributesData, UnsubscribeAll, ...(topics ?? [])];
        };
        assert.deepEqual(await contact("example1@amazon.com"), [
          '{"Name": "John", "City": "Rome"}',
          false,
          "Sports OPT_IN",
          "Cycling OPT_OUT",
        ]);
        assert.deepEqual(await contact("example2@amazon.com"), ['{"Name":"Ann"}', true, "Sports OPT_OUT"]);

        put(
          "people.json",
          '{"emailAddress":"example2@amazon.com","unsubscribeAll":false,"topicPreferences":[{"topicName":"Cycling","subscriptionStatus":"OPT_OUT"}]}\n' +
            '{"emailAddress":"example4@amazon.com","topicPreferences":[{"topicName":"Chess","subscriptionStatus":"OPT_IN"}]}\n',
        );
        const again = await jobOf(world, await create(world, contacts("PUT"), "people.json", "JSON"));
        assert.match(again.FailureInfo?.ErrorMessage ?? "", /line 2: the list has no topic Chess/);
        assert.deepEqual(await contact("example2@amazon.com"), [undefined, false, "Cycling OPT_OUT"]);
        put("gone.json", "nonsense\n");
        const none = await jobOf(world, await create(world, contacts("DELETE"), "gone.json", "JSON"));
        assert.deepEqual([none.JobStatus, none.FailedRecordsCount], ["COMPLETED", 1]);
        put("gone.csv", "emailAddress\nexample1@amazon.com\n");
        await jobOf(world, await create(world, contacts("DELETE"), "gone.csv"));
        const { Contacts = [] } = await world.ses.send(
          new ListContactsCommand({ ContactListName: "people" }),
        );
        assert.deepEqual(
          Contacts.map(({ EmailAddress }) => EmailAddress),
          ["example2@amazon.com"],
        );
      },
    );

    await t.test("what cannot be read fails the job, with the reason", async () => {
      put("unnamed.csv", "ann@example.com,OPT_IN\n");
      put("endless.csv", `ann@example.com,BOUNCE\n${"x".repeat(100_000)}`);
      for (const [destination, key, reason] of [
        [suppression("PUT"), "missing.csv", /NoSuchKey/],
        [contacts("PUT"), "unnamed.csv", /first line must name the columns: emailAddress/],
        [suppression("PUT"), "endless.csv", /Line 2 has more than 65536 bytes/],
      ] as const) {
        const { JobStatus, FailureInfo } = await jobOf(world, await create(world, destination, key));
        assert.equal(JobStatus, "FAILED");
        assert.match(FailureInfo?.ErrorMessage ?? "", reason);
      }
    });

    await t.test("a storage that is out of reach is asked again, later and later", async () => {
      put("late.csv", "late@example.com,BOUNCE\n");
      storage.instead = (response) => refuse(response, 503, "SlowDown");
      const id = await create(world, suppression("PUT"), "late.csv");
      assert.equal((await jobOf(world, id)).JobStatus, "PROCESSING");
      await world.pass(minuteMs);
      storage.instead = undefined;
      assert.equal((await jobOf(world, id)).JobStatus, "PROCESSING");
      await world.pass(2 * minuteMs);
      assert.equal((await jobOf(world, id)).JobStatus, "COMPLETED");
      storage.instead = (response) => response.destroy();
      const never = await create(world, suppression("PUT"), "late.csv");
      await world.pass(6 * hourMs);
      assert.equal((await jobOf(world, never)).JobStatus, "FAILED");
      storage.instead = undefined;
    });

    await t.test("a list that is deleted meanwhile ends the job", async () => {
      put("people.csv", "emailAddress\nann@example.com\n");
      storage.instead = (response) => refuse(response, 503, "SlowDown");
      const id = await create(world, contacts("PUT"), "people.csv");
      await world.settle();
      await world.ses.send(new DeleteContactListCommand({ ContactListName: "people" }));
      storage.instead = undefined;
      await world.pass(minuteMs);
      const { JobStatus, FailureInfo } = await jobOf(world, id);
      assert.equal(JobStatus, "FAILED");
      assert.equal(FailureInfo?.ErrorMessage, "List with name: people doesn't exist.");
    });

    await t.test("only what the operator named for an account is read for it", async () => {
      for (const S3Url of ["s3://lists-111122223333/a.csv", "s3://common/closed/a.csv", "s3://elsewhere/a"]) {
        await refused(
          world.ses.send(
            new CreateImportJobCommand({
              ImportDestination: suppression("PUT"),
              ImportDataSource: { S3Url, DataFormat: "CSV" },
            }),
          ),
          "BadRequestException",
          400,
          `The operator lets no import job read <${S3Url}> (SIGNET_AWS_IMPORTS).`,
        );
      }
      await refused(
        create(world, { ...suppression("PUT"), ...contacts("PUT") }, "add.csv"),
        "BadRequestException",
        400,
        "One destination is to be given: SuppressionListDestination or ContactListDestination.",
      );
    });

    await t.test("jobs are listed, the newest first, of one kind or all, and are nobody else's", async () => {
      const list = async (input: { PageSize?: number; NextToken?: string } = {}) =>
        await world.ses.send(new ListImportJobsCommand({ ImportDestinationType: "CONTACT_LIST", ...input }));
      const { ImportJobs = [], NextToken } = await list({ PageSize: 2 });
      assert.equal(ImportJobs.length, 2);
      assert.ok((ImportJobs[0]?.JobId ?? "") > (ImportJobs[1]?.JobId ?? ""));
      assert.ok(NextToken);
      const rest = (await list({ NextToken })).ImportJobs ?? [];
      assert.equal([...ImportJobs, ...rest].length, 6);
      assert.deepEqual(rest.at(-1)?.ImportDestination, contacts("PUT"));
      assert.equal((await world.ses.send(new ListImportJobsCommand({}))).ImportJobs?.length, 13);
      const JobId = rest[0]?.JobId ?? "";
      await refused(
        world.client({ region: "eu-west-1" }).send(new GetImportJobCommand({ JobId })),
        "NotFoundException",
        404,
        `Job with JobId ${JobId} does not exist.`,
      );
    });

    await t.test("twenty may be under way", async () => {
      storage.instead = (response) => refuse(response, 503, "SlowDown");
      for (let at = 0; at < 20; at += 1) await create(world, suppression("PUT"), "add.csv");
      await refused(
        create(world, suppression("PUT"), "add.csv"),
        "LimitExceededException",
        400,
        "At most 20 import jobs may be under way.",
      );
      storage.instead = undefined;
      await world.pass(5 * minuteMs);
      await create(world, suppression("PUT"), "add.csv");
    });
  });
}
