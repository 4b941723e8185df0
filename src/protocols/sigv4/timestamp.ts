const basic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** Reads `20140325T143453Z`. Undefined for anything else, and for days and hours that do not exist. */
export function readTimestamp(text: string): number | undefined {
  const found = basic.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // 31 February parses, as a day in March; 24:00:00 as one of the next day.
  return new Date(time).getUTCDate() === Number(day) ? time : undefined;
}

/** ISO 8601 basic format, as SigV4 writes times: `20140325T143453Z`. */
export function writeTimestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
