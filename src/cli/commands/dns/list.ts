import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { table } from "#cli/table.ts";

interface LocalRecords {
  readonly records: readonly { name: string; type: string; values: readonly string[]; ttl: number }[];
  readonly behaviours: readonly { name: string; behaviour: string; delay_ms?: number }[];
}

export const listRecords = command({
  words: "dns list",
  summary: "list what the local zone holds",
  operands: {},
  options: serviceOptions,
  async run({ options }, terminal) {
    const service = await serviceOf(options, terminal);
    const local = await service.call<LocalRecords>("GET", "signet/v1/dns/records");
    if (options.json) terminal.out(JSON.stringify(local, undefined, 2));
    else terminal.out(localRecordsText(local).join("\n"));
  },
});

export function localRecordsText({ records, behaviours }: LocalRecords): string[] {
  const rows = records.flatMap(({ name, type, values, ttl }) =>
    values.map((value) => [name, `${ttl}`, type, value]),
  );
  const exceptions = behaviours.map(({ name, behaviour, delay_ms: delayMs }) => [
    name,
    delayMs === undefined ? behaviour : `${behaviour} (${delayMs} ms)`,
  ]);
  if (rows.length + exceptions.length === 0) return ["The local zone is empty."];
  return [
    ...(rows.length === 0 ? [] : table([["NAME", "TTL", "TYPE", "VALUE"], ...rows])),
    ...(rows.length > 0 && exceptions.length > 0 ? [""] : []),
    ...(exceptions.length === 0 ? [] : table([["NAME", "ANSWERS"], ...exceptions])),
  ];
}
