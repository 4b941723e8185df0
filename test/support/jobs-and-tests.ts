import * as sdk from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import type { World } from "./world.ts";

/** One of each kind; its files are in the storage that the world knows. */
export async function makeJobs(world: World) {
  const { JobId: importJob = "" } = await world.ses.send(
    new sdk.CreateImportJobCommand({
      ImportDestination: { SuppressionListDestination: { SuppressionListImportAction: "PUT" } },
      ImportDataSource: { S3Url: "s3://lists/gone.csv", DataFormat: "CSV" },
    }),
  );
  const { JobId: exportJob = "" } = await world.ses.send(
    new sdk.CreateExportJobCommand({
      ExportDataSource: {
        MessageInsightsDataSource: {
          StartDate: new Date(world.clock.now() - hourMs),
          EndDate: new Date(world.clock.now() + hourMs),
        },
      },
      ExportDestination: { DataFormat: "CSV" },
    }),
  );
  return { importJob, exportJob };
}

/** With one word wherever a text may be. */
export async function makeTest(
  world: World,
  { from, word }: { readonly from: string; readonly word: string },
) {
  const { ReportId: deliverabilityTest = "" } = await world.ses.send(
    new sdk.CreateDeliverabilityTestReportCommand({
      ReportName: word,
      FromEmailAddress: from,
      Content: { Simple: { Subject: { Data: word }, Body: { Text: { Data: word } } } },
      Tags: [{ Key: "of", Value: word }],
    }),
  );
  return { deliverabilityTest };
}
