import { randomUUID } from "node:crypto";
import type { Config } from "#config.ts";
import type { Blocklists } from "#features/blocklists/index.ts";
import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { Database } from "#platform/database/database.ts";
import { startHealthServer } from "#servers/api/server.ts";
import { metricsPage } from "#servers/metrics/index.ts";
import type { Features } from "./features.ts";
import type { Metrics } from "./metrics.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Traces } from "./traces.ts";

/** Where anybody may ask for them: at the place that the operator names, or at home. Elsewhere nothing is even loaded. */
export async function openMetrics(
  { metrics, auth }: Config,
  surroundings: Surroundings,
): Promise<Metrics | undefined> {
  if (metrics === undefined && auth !== "open") return undefined;
  const { Metrics } = await import("./metrics.ts");
  return new Metrics(surroundings);
}

/** Only where a collector is named, by OpenTelemetry's variables. */
export async function openTracing(
  { traces }: Config,
  surroundings: Surroundings,
): Promise<Traces | undefined> {
  if (traces === undefined) return undefined;
  const { Traces } = await import("./traces.ts");
  return new Traces(traces, surroundings);
}

type Parts = Pick<Features, "checks" | "deliveries" | "events" | "exportJobs" | "importJobs" | "links"> & {
  readonly database: Database;
  readonly databaseClock: DatabaseClock | undefined;
  readonly blocklists: Blocklists;
  readonly metrics: Metrics;
};

/** Shows them at a place of their own; where none was named, the API does. */
export async function startMetrics(config: Config, { clock, log }: Surroundings, parts: Parts) {
  const { checks, deliveries, events, exportJobs, importJobs, links } = parts;
  const { blocklists, database, databaseClock, metrics } = parts;
  if (databaseClock !== undefined) metrics.watchClock(() => databaseClock.aheadMs);
  if (blocklists.areAsked) metrics.watchBlocklists(async () => await blocklists.standings());
  metrics.watch("checks", async () => await checks.backlog());
  metrics.watch("deliveries", async () => await deliveries.backlog());
  metrics.watch("verification-links", async () => await links.backlog());
  metrics.watch("events", async () => await events.backlog());
  metrics.watch("export-jobs", async () => await exportJobs.backlog());
  metrics.watch("import-jobs", async () => await importJobs.backlog());
  return (
    config.metrics &&
    (await startHealthServer({
      ...config.metrics,
      clock,
      log,
      newRequestId: randomUUID,
      ready: async () => await database.ping(),
      pages: [metricsPage(async () => await metrics.exposition())],
    }))
  );
}
