import type { PlainMessage } from "#protocols/mime/compose.ts";
import { reportFileName, reportType, type TlsReport, writeReport } from "./report.ts";

/** A report as mail (RFC 8460 §5.3). */
export function reportMessage(
  report: TlsReport,
): Pick<PlainMessage, "subject" | "text" | "attachments" | "reportType" | "fields"> {
  const { domain, submitter, id, contact } = report;
  const day = new Date(report.from).toISOString().slice(0, 10);
  return {
    subject: `Report Domain: ${domain} Submitter: ${submitter} Report-ID: <${id}>`,
    text:
      `This is the aggregate report on sessions in TLS from ${submitter} to ${domain} on ${day} (UTC), which the domain asks for ` +
      `in its TLSRPT record (RFC 8460).\n\nQuestions about it: ${contact}\n`,
    reportType: "tlsrpt",
    attachments: [
      {
        fileName: reportFileName(report),
        content: writeReport(report),
        contentType: reportType,
        contentId: undefined,
        description: undefined,
        disposition: "attachment",
        transferEncoding: undefined,
      },
    ],
    fields: [
      ["TLS-Report-Domain", domain],
      ["TLS-Report-Submitter", submitter],
      // RFC 8689 §5: what it may report on must not keep it back on a further way.
      ["TLS-Required", "No"],
      ["Auto-Submitted", "auto-generated"],
    ],
  };
}
