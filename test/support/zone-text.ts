import type { Answer } from "dns-packet";

/** A zone for tests: records written as in a master file, `"www 300 A 192.0.2.1"`, the TTL optional, `@` the apex. */
export interface TestZone {
  readonly apex: string;
  readonly records: Answer[];
}

const soaTimes = { refresh: 7200, retry: 900, expire: 1209600, minimum: 300 };

/** Reads `lines`; names without a final dot are relative to `apex`. A SOA is added unless there is one. */
export function readZone(apex: string, lines: readonly string[]): TestZone {
  const records = lines.map((line) => readRecord(apex, line));
  if (!records.some((record) => record.type === "SOA")) records.unshift(readRecord(apex, "@ SOA ns host 7"));
  return { apex, records };
}

export function readRecord(apex: string, line: string): Answer {
  const [, owner = "@", ttl, type = "", data = ""] =
    /^(\S+)\s+(?:(\d+)\s+)?([A-Z]+)\s*(.*)$/s.exec(line) ?? [];
  const absolute = (name: string) => absoluteName(apex, name);
  const common = { name: absolute(owner), ttl: Number(ttl ?? 300), class: "IN" as const };
  switch (type) {
    case "A":
    case "AAAA":
      return { ...common, type, data };
    case "NS":
    case "CNAME":
      return { ...common, type, data: absolute(data) };
    case "TXT":
      return { ...common, type, data: data.split("|") };
    case "MX": {
      const [preference, exchange = ""] = data.split(" ");
      return { ...common, type, data: { preference: Number(preference), exchange: absolute(exchange) } };
    }
    case "TLSA": {
      const [usage, selector, matchingType, hex = ""] = data.split(" ");
      const numbers = {
        usage: Number(usage),
        selector: Number(selector),
        matchingType: Number(matchingType),
      };
      return { ...common, type, data: { ...numbers, certificate: Buffer.from(hex, "hex") } };
    }
    case "SOA": {
      const [mname = "", rname = "", serial] = data.split(" ");
      return {
        ...common,
        type,
        data: { mname: absolute(mname), rname: absolute(rname), serial: Number(serial), ...soaTimes },
      };
    }
    default:
      throw new Error(`no such record in a test zone: ${line}`);
  }
}

function absoluteName(apex: string, name: string): string {
  if (name === "@") return apex;
  if (name.endsWith(".")) return name.slice(0, -1);
  return apex === "" ? name : `${name}.${apex}`;
}

export interface ZoneAnswer {
  readonly rcode: "NOERROR" | "NXDOMAIN" | "REFUSED";
  readonly authoritative: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

const nothing = { answers: [], authorities: [], additionals: [] };

/** What an authoritative server with these zones says (RFC 1034 §4.3.2). `name` in lower case. */
export function answerFrom(zones: readonly TestZone[], name: string, type: string): ZoneAnswer {
  const zone = zones.filter(({ apex }) => below(name, apex)).sort((a, b) => b.apex.length - a.apex.length)[0];
  if (zone === undefined) return { rcode: "REFUSED", authoritative: false, ...nothing };
  const cut = zone.records.filter(
    (record) => record.type === "NS" && record.name !== zone.apex && below(name, record.name),
  );
  if (cut.length > 0) {
    const targets = new Set(cut.map((record) => ("data" in record ? record.data : "")));
    const glue = zone.records.filter(
      (record) => (record.type === "A" || record.type === "AAAA") && targets.has(record.name),
    );
    return { rcode: "NOERROR", authoritative: false, answers: [], authorities: cut, additionals: glue };
  }
  const here = recordsFor(zone, name);
  const answers = here.filter((record) => record.type === type || record.type === "CNAME");
  if (answers.length > 0) return { rcode: "NOERROR", authoritative: true, ...nothing, answers };
  const exists = here.length > 0 || existsIn(zone, name);
  const soa = zone.records.filter((record) => record.type === "SOA");
  return { rcode: exists ? "NOERROR" : "NXDOMAIN", authoritative: true, ...nothing, authorities: soa };
}

function existsIn({ records }: TestZone, name: string): boolean {
  return records.some((record) => below(record.name.toLowerCase(), name));
}

/** Those at the name, or those of the wildcard that stands for it (RFC 4592 §3.3). */
function recordsFor(zone: TestZone, name: string): Answer[] {
  const at = (owner: string) => zone.records.filter((record) => record.name.toLowerCase() === owner);
  if (existsIn(zone, name)) return at(name);
  let encloser = name;
  while (encloser !== zone.apex && !existsIn(zone, encloser)) {
    encloser = encloser.slice(encloser.indexOf(".") + 1);
  }
  return at(`*.${encloser}`).map((record) => ({ ...record, name }));
}

export function below(name: string, apex: string): boolean {
  return apex === "" || name === apex || name.endsWith(`.${apex}`);
}
