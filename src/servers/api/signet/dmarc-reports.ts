import {
  type DmarcReport,
  type DmarcReports,
  type DmarcSummary,
  keptDays,
  type ReportedSource,
} from "#features/dmarc-reports/index.ts";
import { badMember } from "#platform/errors.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readNumber, readPageRequest } from "./read-query.ts";

const path = "/signet/v1/identities/:name/dmarc";
const usualDays = 30;

interface Parts {
  readonly dmarcReports: DmarcReports;
}

/** What receivers of mail report of a domain: who sends in its name. */
export function dmarcReportRoutes(parts: Parts): PlainRoute[] {
  return [
    { method: "GET", path, handle: async (request) => await summary(parts, request) },
    { method: "GET", path: `${path}/reports`, handle: async (request) => await reports(parts, request) },
  ];
}

async function summary({ dmarcReports }: Parts, { caller, params, query }: PlainRequest) {
  const days = readNumber(query, "days") ?? usualDays;
  if (days < 1 || days > keptDays) throw badMember("days", `must be from 1 to ${keptDays}`);
  const found = await dmarcReports.summary(caller.owner, params["name"] ?? "", { days });
  return { address: dmarcReports.address, ...summaryToWire(found) };
}

async function reports({ dmarcReports }: Parts, { caller, params, query }: PlainRequest) {
  const page = await dmarcReports.list(caller.owner, params["name"] ?? "", readPageRequest(query));
  return { reports: page.items.map(reportToWire), next_token: page.nextToken ?? null };
}

function summaryToWire({ from, to, messages, passed, days, reporters, sources }: DmarcSummary) {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    messages,
    passed,
    days: days.map(({ day, ...counts }) => ({ day: new Date(day).toISOString().slice(0, 10), ...counts })),
    reporters,
    sources: sources.map(sourceToWire),
  };
}

function sourceToWire(source: ReportedSource) {
  return {
    address: source.address ?? null,
    messages: source.messages,
    passed: source.passed,
    dkim: source.dkim,
    spf: source.spf,
    ours: source.ours,
    quarantined: source.quarantined,
    rejected: source.rejected,
    header_from: source.headerFrom || null,
    envelope_from: source.envelopeFrom || null,
    signed_by: source.signedBy || null,
    override: source.override || null,
  };
}

function reportToWire(report: DmarcReport) {
  return {
    id: report.id,
    domain: report.domain,
    reporter: report.reporter || null,
    proven: report.isProven,
    organization: report.organization || null,
    contact: report.contact || null,
    report_id: report.reportId,
    begins_at: new Date(report.beginsAt).toISOString(),
    ends_at: new Date(report.endsAt).toISOString(),
    received_at: new Date(report.receivedAt).toISOString(),
    policy: report.policy,
    messages: report.messages,
    passed: report.passed,
  };
}
