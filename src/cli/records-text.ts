import type { RequiredRecord } from "#features/identities/index.ts";
import { table } from "./table.ts";

export const purposes = {
  dkim: "DKIM",
  "mail-from": "MAIL FROM",
  advice: "SPF (advice)",
} as const satisfies Record<RequiredRecord["purpose"], string>;

/**
 * The records to publish. As a table where it fits; otherwise name and value each on a line of their own, whole and with
 * nothing beside them, to be copied into a provider's form.
 */
export function recordsText(records: readonly RequiredRecord[], columns: number | undefined): string[] {
  const rows = records.map(({ purpose, type, name, value }) => [purposes[purpose], type, name, value]);
  const lines = table([["FOR", "TYPE", "NAME", "VALUE"], ...rows]);
  if (columns === undefined || lines.every((line) => line.length <= columns)) return lines;
  return records.flatMap(({ purpose, type, name, value }, index) => [
    ...(index === 0 ? [] : [""]),
    `${type} record for ${purposes[purpose]}: name, then value`,
    name,
    value,
  ]);
}
