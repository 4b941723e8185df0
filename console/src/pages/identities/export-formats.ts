import type { RequiredRecord } from "#console/api/identities.ts";

interface ExportFormat {
  readonly id: string;
  readonly name: string;
  readonly write: (domain: string, records: readonly RequiredRecord[]) => string;
}

const ttlSeconds = 3600;

export const exportFormats: readonly ExportFormat[] = [
  {
    id: "zone",
    name: "Zone file",
    write: (_domain, records) =>
      records
        .map((record) => `${record.name}. ${ttlSeconds} IN ${record.type} ${zoneValue(record)}`)
        .join("\n"),
  },
  {
    id: "terraform",
    name: "Terraform",
    write: (domain, records) => records.map((record, at) => terraform(domain, record, at)).join("\n\n"),
  },
  {
    id: "nsupdate",
    name: "nsupdate",
    write: (_domain, records) =>
      [
        ...records.map(
          (record) => `update add ${record.name}. ${ttlSeconds} ${record.type} ${zoneValue(record)}`,
        ),
        "send",
      ].join("\n"),
  },
  {
    id: "csv",
    name: "CSV",
    write: (_domain, records) =>
      [
        "name,type,ttl,value",
        ...records.map(({ name, type, value }) => `${name},${type},${ttlSeconds},${quoted(value)}`),
      ].join("\n"),
  },
];

/** Names end in a dot, and texts are quoted. */
function zoneValue({ type, value }: RequiredRecord): string {
  return type === "TXT" ? quoted(value) : `${value}.`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

function terraform(domain: string, { name, type, value }: RequiredRecord, at: number): string {
  return `resource "aws_route53_record" "${domain.replaceAll(/\W/g, "_")}_${at + 1}" {
  zone_id = var.zone_id
  name    = "${name}"
  type    = "${type}"
  ttl     = ${ttlSeconds}
  records = [${quoted(value)}]
}`;
}
