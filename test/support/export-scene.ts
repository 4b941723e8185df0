import assert from "node:assert/strict";
import {
  CreateExportJobCommand,
  type ExportDataSource,
  GetExportJobCommand,
  type GetExportJobCommandOutput,
} from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import type { EventScene } from "./event-scene.ts";
import type { World } from "./world.ts";

type Format = "CSV" | "JSON";

export const lastWeek = (world: World) => ({
  StartDate: new Date(world.clock.now() - 7 * dayMs),
  EndDate: new Date(world.clock.now() + dayMs),
});

export async function create(world: World, ExportDataSource: ExportDataSource, DataFormat: Format = "JSON") {
  // Each has a time of its own, and so a place among the others.
  world.clock.advance(1);
  const { JobId = "" } = await world.ses.send(
    new CreateExportJobCommand({ ExportDataSource, ExportDestination: { DataFormat } }),
  );
  return JobId;
}

export async function jobOf(world: World, JobId: string): Promise<GetExportJobCommandOutput> {
  await world.settle();
  return await world.ses.send(new GetExportJobCommand({ JobId }));
}

/** The file behind the link, asked for as anybody may. */
export async function fetched({ app }: World, job: GetExportJobCommandOutput): Promise<Response> {
  const link = job.ExportDestination?.S3Url;
  assert.ok(link, `no link: ${job.JobStatus}`);
  return await fetch(`${app.httpUrl}${new URL(link).pathname}`);
}

/** A message of a time of its own. */
export async function send(
  { send, world }: EventScene,
  to: string,
  subject: string,
  from = "ann@sender.test",
) {
  world.clock.advance(1);
  return await send(to, {
    FromEmailAddress: from,
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: "Hello" } } } },
  });
}
