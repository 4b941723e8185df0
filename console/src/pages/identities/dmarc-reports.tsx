import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type DmarcSummary, dmarcSummaryQuery } from "#console/api/dmarc-reports.ts";
import type { Proof } from "#console/api/identities.ts";
import { type Bar, BarChart } from "#console/charts/bar-chart.tsx";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { partInWords } from "#console/elements/part-in-words.ts";
import { DmarcReportList } from "./dmarc-report-list.tsx";
import { DmarcReporters, DmarcSources } from "./dmarc-tables.tsx";

/** Who sends in the domain's name, as receivers of mail report it. */
export function DmarcReports({ proof }: { readonly proof: Proof }): ReactNode {
  return proof.may_send ? (
    <Reports name={proof.name} />
  ) : (
    <EmptyState title="Not before it is verified">
      What receivers report of a domain is for who has proven that it is theirs.
    </EmptyState>
  );
}

function Reports({ name }: { readonly name: string }): ReactNode {
  const query = useQuery(dmarcSummaryQuery(name));
  return (
    <Stack gap="lg">
      <Loaded query={query}>
        {(summary) => (summary.messages === 0 ? <NoReports {...summary} /> : <Summary {...summary} />)}
      </Loaded>
      <DmarcReportList name={name} />
    </Stack>
  );
}

function NoReports({ address }: DmarcSummary): ReactNode {
  return (
    <Card>
      <EmptyState title="No receiver has reported in the last 30 days">
        Receivers of mail tell a domain once a day who sent in its name, where the <code>rua</code> of its
        DMARC record says. To have it here, publish:
        <Copyable value={`v=DMARC1; p=none; rua=mailto:${address}`} what="the DMARC record" />
      </EmptyState>
    </Card>
  );
}

function Summary(summary: DmarcSummary): ReactNode {
  const { messages, passed, reporters, sources } = summary;
  const inAll = `${count(messages, "message")} in the last 30 days, as ${count(reporters.length, "receiver")} of mail ${reporters.length === 1 ? "reports" : "report"} it`;
  return (
    <>
      <Card
        title="In the domain's name"
        description={`${inAll}. ${partInWords(passed / messages)} of them pass DMARC: a signature or the envelope's sender vouches for the domain.`}
      >
        <BarChart
          label="Messages in the domain's name, and those that pass DMARC, by day"
          names={{ whole: "Messages", part: "Pass" }}
          bars={barsOf(summary)}
          timeOf={dayInWords}
        />
      </Card>
      <Card
        title="Servers"
        description="What does not pass and is yours needs SPF or DKIM before the policy becomes stricter. What passes and is not yours comes from whoever has a key of yours, or an address that your SPF record allows."
        flush
      >
        <DmarcSources sources={sources} />
      </Card>
      <Card title="Who reports" description="Receivers that prove by a signature who they are." flush>
        <DmarcReporters reporters={reporters} />
      </Card>
    </>
  );
}

const dayMs = 86_400_000;

/** Also of days without reports. */
function barsOf({ from, to, days }: DmarcSummary): Bar[] {
  const byDay = new Map(days.map(({ day, ...counts }) => [day, counts]));
  const bars: Bar[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    const { messages = 0, passed = 0 } = byDay.get(day) ?? {};
    bars.push({ at: day, whole: messages, part: passed });
  }
  return bars;
}

/** Days of reports are days in UTC. */
function dayInWords(day: string): string {
  return new Date(day).toLocaleDateString("en", { month: "short", day: "numeric", timeZone: "UTC" });
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
