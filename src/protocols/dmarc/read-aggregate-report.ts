import type { AggregateReport } from "./aggregate-report.ts";
import { ReportElements } from "./report-elements.ts";

/** Undefined for what is no such report, whatever it is. */
export async function readAggregateReport(xml: Uint8Array): Promise<AggregateReport | undefined> {
  const elements = new ReportElements();
  if (!(await elements.read(xml))) return undefined;
  const { head } = elements;
  const beginsAt = timeIn(head.get("date_range/begin"));
  const endsAt = timeIn(head.get("date_range/end"));
  const said = (path: string) => head.get(path) ?? "";
  const id = said("report_metadata/report_id");
  const domain = said("policy_published/domain").toLowerCase().replace(/\.$/, "");
  if (domain === "" || id === "" || beginsAt === undefined || endsAt === undefined || endsAt < beginsAt) {
    return undefined;
  }
  return {
    organization: said("report_metadata/org_name"),
    contact: said("report_metadata/email"),
    id,
    beginsAt,
    endsAt,
    policy: {
      domain,
      p: said("policy_published/p"),
      sp: said("policy_published/sp"),
      adkim: said("policy_published/adkim"),
      aspf: said("policy_published/aspf"),
    },
    rows: elements.rows,
  };
}

/** Written in seconds. */
function timeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : undefined;
}
