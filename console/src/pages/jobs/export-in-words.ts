import type { ListedExport } from "#console/api/export-jobs.ts";

export function exportInWords(type: ListedExport["ExportSourceType"]): string {
  return type === "METRICS_DATA" ? "Metrics" : "Messages";
}
