import { gzipSync } from "node:zlib";
import type { AppliedPolicy, SessionFailure } from "./session.ts";

/** What there was of sessions under one policy. */
export interface PolicySummary {
  readonly policy: AppliedPolicy;
  readonly succeeded: number;
  readonly failures: readonly { readonly failure: SessionFailure; readonly count: number }[];
}

/** One day's sessions with one domain (RFC 8460 §4). */
export interface TlsReport {
  readonly id: string;
  /** Whose sessions they were. */
  readonly organization: string;
  readonly contact: string;
  /** The domain that sends the report. */
  readonly submitter: string;
  /** Which it is about, and is sent to. */
  readonly domain: string;
  /** The first moment of the day, and of the next (ms). */
  readonly from: number;
  readonly to: number;
  readonly policies: readonly PolicySummary[];
}

/** RFC 8460 §6.3. */
export const reportType = "application/tlsrpt+gzip";

/** As it is sent: in JSON, compressed. */
export function writeReport(report: TlsReport): Uint8Array {
  return gzipSync(JSON.stringify(reportJson(report)));
}

/** RFC 8460 §4.4. */
export function reportJson(report: TlsReport): object {
  return {
    "organization-name": report.organization,
    "date-range": { "start-datetime": dateTime(report.from), "end-datetime": dateTime(report.to - 1_000) },
    "contact-info": report.contact,
    "report-id": report.id,
    policies: report.policies.map(policyJson),
  };
}

/** RFC 8460 §5.1: `mail.sender.example!domain.example!1470013207!1470186007.json.gz`. */
export function reportFileName({ submitter, domain, from, to }: TlsReport): string {
  return `${submitter}!${domain}!${from / 1_000}!${to / 1_000 - 1}.json.gz`;
}

function policyJson({ policy, succeeded, failures }: PolicySummary): object {
  const { type, domain, text, mxHosts } = policy;
  return {
    policy: {
      "policy-type": type,
      ...(text.length === 0 ? {} : { "policy-string": text }),
      // Some who read reports fail where it is left out, whatever the type.
      "policy-domain": domain,
      ...(mxHosts.length === 0 ? {} : { "mx-host": mxHosts }),
    },
    summary: {
      "total-successful-session-count": succeeded,
      "total-failure-session-count": failures.reduce((sum, { count }) => sum + count, 0),
    },
    "failure-details": failures.map(failureJson),
  };
}

function failureJson({ failure, count }: PolicySummary["failures"][number]): object {
  return {
    "result-type": failure.type,
    ...(failure.sendingIp === undefined ? {} : { "sending-mta-ip": failure.sendingIp }),
    ...(failure.receivingHost === undefined ? {} : { "receiving-mx-hostname": failure.receivingHost }),
    ...(failure.receivingIp === undefined ? {} : { "receiving-ip": failure.receivingIp }),
    "failed-session-count": count,
    ...(failure.reason === undefined ? {} : { "failure-reason-code": failure.reason }),
  };
}

/** RFC 3339, to the second. */
function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
