import type { Reply } from "#protocols/dns/client/read-reply.ts";
import type { RecordData } from "#protocols/dns/record.ts";

const recordWeight = 300;
/** A view of the message, whatever its length. */
const stringWeight = 100;

/** About how many octets of memory a reply takes while it is kept. */
export function weightOf({ answers, authority, additional }: Reply): number {
  return [...answers, ...authority, ...additional].reduce(
    (sum, record) => sum + recordWeight + textWeight(record),
    0,
  );
}

function textWeight(data: RecordData): number {
  if (data.type !== "TXT") return 0;
  return data.strings.reduce((sum, string) => sum + stringWeight + string.length, 0);
}
