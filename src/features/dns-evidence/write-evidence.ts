import { describeExchange } from "#protocols/dns/client/exchange.ts";
import { dataText } from "#protocols/dns/master-file.ts";
import type { ResourceRecord } from "#protocols/dns/record.ts";
import type { Step } from "#protocols/dns/walk/walk.ts";
import type { ServerReport, Sight } from "./ask-zone.ts";
import { diagnose } from "./diagnose.ts";
import type { Evidence, SeenRecord, ServerEvidence, SpfAdvice } from "./evidence.ts";
import { legible } from "./evidence.ts";
import type { Ruling } from "./judge.ts";
import { repliesOf } from "./judge.ts";
import type { Situation } from "./situation.ts";

const maxServers = 24;
const maxRecords = 10;
/** Of all answers together, in characters: honest ones take half of it at most, and twenty records of each identity are kept. */
const maxAnswerText = 16_384;

/** Puts one check on record. */
export function writeEvidence(
  situation: Situation,
  ruling: Ruling,
  about: { readonly at: number; readonly path: readonly Step[]; readonly spf?: SpfAdvice | undefined },
): Evidence {
  const { look, behind, expectation } = situation;
  const reports = [...(look.kind === "seen" ? look.reports : []), ...(behind?.reports ?? [])];
  return {
    expectation,
    at: about.at,
    ...(look.kind === "seen" ? describeZone(look) : {}),
    path: about.path.map(({ server, question, result, tookMs }) => ({
      server,
      asked: `${legible(question.name)} ${question.type}`,
      result,
      tookMs,
    })),
    servers: describeReports(reports.slice(0, maxServers)),
    ...ruling,
    diagnosis: diagnose(situation),
    ...(about.spf ? { spf: about.spf } : {}),
  };
}

function describeZone(sight: Sight): Pick<Evidence, "zone" | "soa" | "negativeTtlSeconds"> {
  const { zone } = sight;
  const negative = negativeTtl(sight);
  return {
    zone: legible(zone.apex),
    ...(zone.soa && {
      soa: {
        primaryNameServer: legible(zone.soa.primaryNameServer),
        adminEmail: legible(zone.soa.adminMailbox),
        serial: zone.soa.serial,
      },
    }),
    ...(negative === undefined ? {} : { negativeTtlSeconds: negative }),
  };
}

/** RFC 2308 §5: the lesser of the SOA's own TTL and its last field. */
function negativeTtl(sight: Sight): number | undefined {
  for (const { answers, authority } of repliesOf(sight)) {
    if (answers.length > 0) continue;
    for (const record of authority) if (record.type === "SOA") return Math.min(record.ttl, record.minimum);
  }
  return undefined;
}

function describeReports(reports: readonly ServerReport[]): ServerEvidence[] {
  let left = maxAnswerText;
  return reports.map((report) => {
    const evidence = describeReport(report);
    const answers = evidence.answers.filter(({ name, value }) => (left -= name.length + value.length) >= 0);
    return { ...evidence, answers };
  });
}

function describeReport({ name, address, question, outcome }: ServerReport): ServerEvidence {
  const reply = outcome.kind === "answer" ? outcome.reply : undefined;
  return {
    name: legible(name),
    address,
    asked: { name: legible(question.name), type: question.type },
    result: resultOf(outcome),
    answers: (reply?.answers ?? []).slice(0, maxRecords).map(describeRecord),
    authoritative: reply?.authoritative ?? false,
    tookMs: Math.round(outcome.tookMs * 10) / 10,
  };
}

function resultOf(outcome: ServerReport["outcome"]): string {
  return outcome.kind === "over-budget" ? "not asked: too many questions" : describeExchange(outcome);
}

function describeRecord(record: ResourceRecord): SeenRecord {
  return { name: legible(record.name), type: record.type, value: legible(valueOf(record)), ttl: record.ttl };
}

function valueOf(record: ResourceRecord): string {
  switch (record.type) {
    case "A":
    case "AAAA":
      return record.address;
    case "CNAME":
    case "NS":
      return record.target;
    case "MX":
      return `${record.preference} ${record.exchange || "."}`;
    case "TXT":
      return Buffer.concat(record.strings).toString("utf8");
    case "SOA":
      return `${record.primaryNameServer} ${record.adminMailbox} ${record.serial}`;
    case "HINFO":
      return `${record.cpu} ${record.os}`;
    case "TLSA":
      return dataText(record);
  }
}
