import type { RecordData, ResourceRecord } from "./record.ts";

/** Records as text for people and other name servers (RFC 1035 §5.1), a line each, every name absolute. */
export function masterFile(records: Iterable<ResourceRecord>): string {
  let text = "";
  for (const record of records) text += `${masterFileLine(record)}\n`;
  return text;
}

export function masterFileLine(record: ResourceRecord): string {
  return `${absolute(record.name)}\t${record.ttl}\tIN\t${record.type}\t${dataText(record)}`;
}

/** The data of a record in the form that zone files and providers' forms take. */
export function dataText(data: RecordData): string {
  switch (data.type) {
    case "A":
    case "AAAA":
      return data.address;
    case "CNAME":
    case "NS":
      return absolute(data.target);
    case "MX":
      return `${data.preference} ${absolute(data.exchange)}`;
    case "TXT":
      return data.strings.map(quoted).join(" ");
    case "HINFO":
      return `${quoted(Buffer.from(data.cpu))} ${quoted(Buffer.from(data.os))}`;
    case "TLSA": {
      const { usage, selector, matchingType, association } = data;
      return `${usage} ${selector} ${matchingType} ${Buffer.from(association).toString("hex")}`;
    }
    case "SOA": {
      const { serial, refresh, retry, expire, minimum } = data;
      const names = `${absolute(data.primaryNameServer)} ${absolute(data.adminMailbox)}`;
      return `${names} ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
    }
  }
}

function absolute(name: string): string {
  return `${name}.`;
}

function quoted(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) {
    if (octet === 0x22 || octet === 0x5c) text += `\\${String.fromCharCode(octet)}`;
    else if (octet < 0x20 || octet > 0x7e) text += `\\${String(octet).padStart(3, "0")}`;
    else text += String.fromCharCode(octet);
  }
  return `"${text}"`;
}
