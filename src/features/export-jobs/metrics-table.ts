import type { MetricCounts, MetricDimension } from "#features/event-counts/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { ExportedMetric, MetricsSource } from "./export-job.ts";
import { type ExportedTable, NotExportable } from "./rows.ts";
import type { Cell } from "./table-text.ts";

const mostRows = 100_000;
const all = "*";

const columnNames = {
  identity: "EMAIL_IDENTITY",
  configurationSet: "CONFIGURATION_SET",
  provider: "ISP",
  tenant: "TENANT_NAME",
} as const satisfies Record<MetricDimension, string>;

/** The sums of the whole time that was asked for. */
export function metricsTable(
  counts: Pick<MetricCounts, "table">,
  owner: Owner,
  { from, to, dimensions, metrics }: MetricsSource,
): ExportedTable {
  const by = dimensions.map(([dimension]) => dimension);
  const among = dimensions.filter(([, values]) => !values.includes(all));
  return {
    columns: [...by.map((dimension) => columnNames[dimension]), ...metrics.map(nameOf)],
    lots: (async function* () {
      const rows = await counts.table(owner, { from, to, by, among: new Map(among), most: mostRows });
      if (rows.length > mostRows) throw new NotExportable(`There are more than ${mostRows} rows.`);
      yield {
        lookedAt: rows.length,
        rows: rows.map(({ names, volumes }): Cell[] => [
          ...names,
          ...metrics.map(({ metric, as }) =>
            as === "VOLUME" ? volumes[metric] : rate(volumes[metric], volumes.SEND),
          ),
        ]),
      };
    })(),
  };
}

function nameOf({ metric, as }: ExportedMetric): string {
  return `${metric}_${as}`;
}

function rate(part: number, sent: number): number | undefined {
  return sent === 0 ? undefined : Math.round((part / sent) * 1_000_000) / 1_000_000;
}
