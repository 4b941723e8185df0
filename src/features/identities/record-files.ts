import { csvRow } from "#protocols/csv/csv.ts";
import { dataText } from "#protocols/dns/master-file.ts";
import { characterStrings, type RecordData } from "#protocols/dns/record.ts";
import type { RequiredRecord } from "./required-records.ts";

export const recordFileFormats = ["zone", "terraform", "route53", "nsupdate", "csv"] as const;
export type RecordFileFormat = (typeof recordFileFormats)[number];

/** Records as a file that name servers, tools and providers take. */
export interface RecordFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly text: string;
}

const ttl = 3_600;

export function recordFile(
  format: RecordFileFormat,
  domain: string,
  records: readonly RequiredRecord[],
): RecordFile {
  const plain = "text/plain; charset=utf-8";
  switch (format) {
    case "zone":
      return { contentType: plain, fileName: `${domain}.zone`, text: zoneFile(records) };
    case "terraform":
      return { contentType: plain, fileName: `${domain}.tf`, text: terraform(records) };
    case "route53":
      return {
        contentType: "application/json; charset=utf-8",
        fileName: `${domain}.route53.json`,
        text: changeBatch(domain, records),
      };
    case "nsupdate":
      return { contentType: plain, fileName: `${domain}.nsupdate`, text: nsupdate(records) };
    case "csv":
      return { contentType: "text/csv; charset=utf-8", fileName: `${domain}.csv`, text: csv(records) };
  }
}

/** To be included in the zone of the domain, or of whichever domain holds it: every name is absolute. */
function zoneFile(records: readonly RequiredRecord[]): string {
  return lines(records.map((record) => `${record.name}.\t${ttl}\tIN\t${record.type}\t${zoneData(record)}`));
}

/** For nsupdate(8); where the server and the key come from is for whoever runs it. */
function nsupdate(records: readonly RequiredRecord[]): string {
  const updates = records.flatMap((record) => [
    `update delete ${record.name}. ${record.type}`,
    `update add ${record.name}. ${ttl} ${record.type} ${zoneData(record)}`,
  ]);
  return lines([...updates, "send"]);
}

/** For Route 53, whose zone is named by a variable. */
function terraform(records: readonly RequiredRecord[]): string {
  const resources = records.flatMap((record, index) => [
    `resource "aws_route53_record" "${record.purpose.replaceAll("-", "_")}_${index + 1}" {`,
    "  zone_id = var.zone_id",
    `  name    = ${terraformText(record.name)}`,
    `  type    = "${record.type}"`,
    `  ttl     = ${ttl}`,
    `  records = [${terraformText(terraformData(record))}]`,
    "}",
    "",
  ]);
  return lines(['variable "zone_id" {', "  type = string", "}", "", ...resources]);
}

/** For `aws route53 change-resource-record-sets --change-batch file://…`, which knows sets of records and not single ones. */
function changeBatch(domain: string, records: readonly RequiredRecord[]): string {
  const sets = Map.groupBy(records, ({ name, type }) => `${name} ${type}`);
  const changes = [...sets.values()].flatMap((set) => {
    const [first] = set;
    if (first === undefined) return [];
    const ResourceRecords = set.map((record) => ({ Value: zoneData(record) }));
    const ResourceRecordSet = { Name: `${first.name}.`, Type: first.type, TTL: ttl, ResourceRecords };
    return [{ Action: "UPSERT", ResourceRecordSet }];
  });
  return `${JSON.stringify({ Comment: `Mail of ${domain}`, Changes: changes }, undefined, 2)}\n`;
}

function csv(records: readonly RequiredRecord[]): string {
  const rows = records.map(({ name, type, value, purpose }) => {
    const [, priority = "", host = value] = (type === "MX" && /^(\d+) (.+)$/.exec(value)) || [];
    return [name, type, priority, host, `${ttl}`, purpose];
  });
  return [["name", "type", "priority", "value", "ttl", "purpose"], ...rows].map(csvRow).join("");
}

function zoneData(record: RequiredRecord): string {
  return dataText(dataOf(record));
}

/** Route 53 takes the strings of a long TXT in one text, parted by `""`; the provider adds the outer quotes. */
function terraformData(record: RequiredRecord): string {
  const data = dataOf(record);
  if (data.type !== "TXT") return record.value;
  return data.strings.map((part) => Buffer.from(part).toString("utf8")).join('""');
}

function dataOf({ type, value }: RequiredRecord): RecordData {
  switch (type) {
    case "CNAME":
      return { type, target: value };
    case "TXT":
      return { type, strings: characterStrings(value) };
    case "MX": {
      const [preference, exchange = ""] = value.split(" ");
      return { type, preference: Number(preference), exchange };
    }
  }
}

function terraformText(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (mark) => mark + mark);
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
