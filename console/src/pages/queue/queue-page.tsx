import { Button, Group, SegmentedControl } from "@mantine/core";
import { CheckCircledIcon, UpdateIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import {
  everyDomain,
  nameOfPart,
  type Pause,
  type Queue,
  type QueuePart,
  queueKey,
  queueQuery,
  retryPart,
} from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { PauseDialog } from "./pause-dialog.tsx";
import { Pauses } from "./pauses.tsx";
import { DomainTable, SiteTable } from "./queue-table.tsx";
import { notLookedUp, siteAsked } from "./shown-site.ts";

/** What waits to be delivered, where to, and why; or of that, what is for one provider. */
export function QueuePage(): ReactNode {
  const { site, by } = useSearch({ from: "/queue" });
  const query = useQuery({ ...queueQuery(siteAsked(site)), refetchInterval: 5_000 });
  const [pausing, setPausing] = useState<QueuePart>();
  const retry = useChange({
    change: retryPart,
    affects: [queueKey],
    done: (due) => (due === 1 ? "One delivery is tried now" : `${due} deliveries are tried now`),
  });
  const deeds = { onRetry: retry.mutate, onPause: setPausing };
  const inShort =
    query.data === undefined ? "What waits to be delivered." : <InShort queue={query.data} site={site} />;
  return (
    <Page
      {...(site === undefined
        ? { title: "Queue" }
        : { title: titleOf(site), back: { to: "/queue", label: "Queue" } })}
      subtitle={inShort}
      actions={<Actions site={site} queue={query.data} isTrying={retry.isPending} {...deeds} />}
    >
      <Loaded query={query}>
        {(queue) => (
          <>
            <AllPauses queue={queue} />
            {site === undefined && knowsSites(queue) && <Grouping by={by} />}
            <Card flush>
              {queue.domains.length === 0 ? (
                <NothingWaits />
              ) : site === undefined && by === undefined && knowsSites(queue) ? (
                <SiteTable sites={queue.sites} {...deeds} />
              ) : (
                <DomainTable domains={queue.domains} {...deeds} />
              )}
            </Card>
          </>
        )}
      </Loaded>
      <PauseDialog part={pausing} onClose={() => setPausing(undefined)} />
    </Page>
  );
}

interface ActionsProps {
  readonly site: string | undefined;
  readonly queue: Queue | undefined;
  readonly isTrying: boolean;
  readonly onRetry: (part: QueuePart) => void;
  readonly onPause: (part: QueuePart) => void;
}

function Actions({ site, queue, isTrying, onRetry, onPause }: ActionsProps): ReactNode {
  if (site === notLookedUp) return undefined;
  const part = site === undefined ? everyDomain : { site };
  const isPaused =
    queue !== undefined && (isAmong(queue.pauses, everyDomain) || isAmong(queue.site_pauses, part));
  return (
    <>
      {!isPaused && (
        <Button variant="default" onClick={() => onPause(part)}>
          Pause all
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<UpdateIcon />}
        loading={isTrying}
        disabled={isPaused || queue?.domains.length === 0}
        onClick={() => onRetry(part)}
      >
        Try all now
      </Button>
    </>
  );
}

function isAmong(pauses: readonly Pause[], part: QueuePart): boolean {
  return pauses.some((pause) => nameOfPart(pause) === nameOfPart(part));
}

function AllPauses({ queue }: { readonly queue: Queue }): ReactNode {
  const pauses = [...queue.pauses, ...queue.site_pauses];
  return pauses.length > 0 && <Pauses pauses={pauses} />;
}

function Grouping({ by }: { readonly by: string | undefined }): ReactNode {
  const navigate = useNavigate({ from: "/queue" });
  return (
    <Group>
      <SegmentedControl
        aria-label="Grouped by"
        value={by ?? "site"}
        data={[
          { value: "site", label: "Providers" },
          { value: "domain", label: "Domains" },
        ]}
        onChange={(chosen) =>
          void navigate({ search: chosen === "domain" ? { by: "domain" } : {}, replace: true })
        }
      />
    </Group>
  );
}

function NothingWaits(): ReactNode {
  return (
    <EmptyState icon={<CheckCircledIcon />} title="Nothing waits">
      What could not be delivered at once is listed here by where it goes to, with what the servers said and
      when it is tried again.
    </EmptyState>
  );
}

function InShort({ queue, site }: { readonly queue: Queue; readonly site: string | undefined }): ReactNode {
  const meant = site === undefined ? queue : waitingFor(site, queue);
  if (meant.oldest_at === null) return "Nothing waits to be delivered.";
  return (
    <>
      {meant.queued} {meant.queued === 1 ? "delivery waits" : "deliveries wait"},{" "}
      {meant.due === 0 ? "none" : meant.due} due now; the oldest came <RelativeTime at={meant.oldest_at} />.
    </>
  );
}

/** Only the sites with most are told; of another, its domains are. */
function waitingFor(site: string, { sites, domains }: Queue): Pick<Queue, "queued" | "due" | "oldest_at"> {
  const told = sites.find((one) => one.site === (siteAsked(site) || null));
  return (
    told ?? {
      queued: domains.reduce((sum, { queued }) => sum + queued, 0),
      due: domains.reduce((sum, { due }) => sum + due, 0),
      oldest_at: domains.map(({ oldest_at }) => oldest_at).toSorted()[0] ?? null,
    }
  );
}

function titleOf(site: string): string {
  return site === notLookedUp ? "Not looked up yet" : site;
}

/** Where mail goes to recipients' own servers. A smart host sees to that by itself. */
function knowsSites({ sites }: Queue): boolean {
  return sites.some(({ site }) => site !== null);
}
