import type { ReportedMail } from "#protocols/dmarc/aggregate-report.ts";
import type { ReportRow } from "./report.ts";

/** A large sender's report has thousands of addresses, most of them forwarders of a message or two. */
export const mostRows = 250;

/** Whether a key of ours signs for a domain under a selector. */
export type IsOurs = (domain: string, selector: string) => boolean;

/** Where most messages came from, each as it was reported, and what the rest comes to. */
export function rowsOf(reported: readonly ReportedMail[], isOurs: IsOurs): ReportRow[] {
  const rows = reported
    .map((mail) => rowOf(mail, isOurs))
    .toSorted((one, other) => other.messages - one.messages);
  return [...rows.slice(0, mostRows), ...summedUp(rows.slice(mostRows))];
}

export function passes({ dkim, spf }: Pick<ReportRow, "dkim" | "spf">): boolean {
  return dkim || spf;
}

function rowOf(mail: ReportedMail, isOurs: IsOurs): ReportRow {
  const held = mail.signatures.filter(({ result }) => result.toLowerCase() === "pass");
  const ours = held.find(({ domain, selector }) => isOurs(domain, selector.toLowerCase()));
  return {
    source: mail.source,
    messages: mail.messages,
    disposition: mail.disposition,
    dkim: mail.dkim,
    spf: mail.spf,
    isOurs: ours !== undefined,
    headerFrom: mail.headerFrom,
    envelopeFrom: mail.envelopeFrom,
    signedBy: (ours ?? held[0])?.domain ?? "",
    override: mail.overrides[0] ?? "",
  };
}

/** At most one row for each way to fare. */
function summedUp(rows: readonly ReportRow[]): ReportRow[] {
  const alike = Map.groupBy(rows, ({ disposition, dkim, spf, isOurs }) =>
    [disposition, dkim, spf, isOurs].join(" "),
  );
  return [...alike.values()].flatMap((some) =>
    some.slice(0, 1).map((first) => ({
      ...first,
      source: undefined,
      messages: some.reduce((sum, { messages }) => sum + messages, 0),
      headerFrom: "",
      envelopeFrom: "",
      signedBy: "",
      override: "",
    })),
  );
}
