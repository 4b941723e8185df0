import { SegmentedControl, Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { messagesQuery } from "#console/api/messages.ts";
import { overviewQuery } from "#console/api/overview.ts";
import { Card } from "#console/elements/card.tsx";
import { ComingPage } from "#console/elements/coming-page.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { StartPage } from "#console/pages/start/start-page.tsx";
import { NeedsALook } from "./needs-a-look.tsx";
import classes from "./overview-page.module.css";
import { Rates } from "./rates.tsx";
import { SentOverTime } from "./sent-over-time.tsx";

/** How sending goes; for who has not sent anything yet, the first steps instead. */
export function OverviewPage(): ReactNode {
  const sent = useInfiniteQuery(messagesQuery());
  // What a visit began with stays, so that the first steps are not taken away as the last of them is done.
  const [isNew, setIsNew] = useState<boolean>();
  const hasSent = sent.data?.pages.some(({ messages }) => messages.length > 0);
  if (isNew === undefined && hasSent !== undefined) setIsNew(!hasSent);
  if (isNew === undefined && sent.error === null) return <ComingPage />;
  return isNew === true ? <StartPage /> : <Overview />;
}

const periods = [
  { value: "1", label: "24 hours" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
];

function Overview(): ReactNode {
  const { days: asked } = useSearch({ from: "/" });
  const days = periods.find(({ value }) => value === asked)?.value ?? "1";
  const navigate = useNavigate();
  const show = (chosen: string) =>
    void navigate({ to: "/", search: chosen === "1" ? {} : { days: chosen }, replace: true });
  const query = useQuery({ ...overviewQuery(Number(days)), refetchInterval: 60_000 });
  return (
    <Page
      title="Overview"
      subtitle="What was sent in this region, and what became of it."
      actions={<SegmentedControl aria-label="Period" value={days} onChange={show} data={periods} />}
    >
      <Loaded query={query} skeleton={<ComingOverview />}>
        {(overview) => (
          <>
            <Rates overview={overview} hours={Number(days) * 24} />
            <Card title="Sent and delivered">
              <SentOverTime overview={overview} />
            </Card>
          </>
        )}
      </Loaded>
      <NeedsALook />
    </Page>
  );
}

/** As tall as what comes: what is below it stays where it is. */
function ComingOverview(): ReactNode {
  return (
    <>
      <Skeleton
        className={classes["rates"]}
        radius="lg"
        role="status"
        aria-busy="true"
        aria-label="Loading"
      />
      <Skeleton className={classes["chart"]} radius="lg" aria-hidden />
    </>
  );
}
