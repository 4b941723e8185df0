import { Stack, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { configurationSetQuery } from "#console/api/configuration-sets.ts";
import { useSession } from "#console/api/session.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { TagsCard } from "#console/elements/tags-card.tsx";
import { ArchivingCard } from "./archiving-card.tsx";
import { DeleteSet } from "./delete-set.tsx";
import { DeliveryCard } from "./delivery-card.tsx";
import { EventDestinationsCard } from "./event-destinations-card.tsx";
import { InsightsCard } from "./insights-card.tsx";
import { SecurityCard } from "./security-card.tsx";
import { SendingCard } from "./sending-card.tsx";
import type { SetProps } from "./set-props.ts";
import { SuppressionCard } from "./suppression-card.tsx";
import { TrackingCard } from "./tracking-card.tsx";
import { UseIt } from "./use-it.tsx";

/** One set of rules: its options, and who is told of what becomes of its messages. */
export function ConfigurationSetPage(): ReactNode {
  const { name } = useParams({ from: "/configuration-sets/$name" });
  const query = useQuery(configurationSetQuery(name));
  const isPaused = query.data?.SendingOptions?.SendingEnabled === false;
  return (
    <Page
      title={name}
      back={{ to: "/configuration-sets", label: "Configuration sets" }}
      beside={isPaused && <StatusBadge tone="waiting">Sending is off</StatusBadge>}
      subtitle={
        query.data && (
          <>
            Created <RelativeTime at={query.data.created_at} />
          </>
        )
      }
    >
      <Loaded query={query}>{(set) => <Sides key={name} name={name} set={set} />}</Loaded>
    </Page>
  );
}

const tabs = ["options", "events", "use"] as const;

function Sides({ name, set }: SetProps): ReactNode {
  const { tab } = useSearch({ from: "/configuration-sets/$name" });
  const navigate = useNavigate({ from: "/configuration-sets/$name" });
  return (
    <Tabs
      value={tabs.find((one) => one === tab) ?? tabs[0]}
      onChange={(chosen) => void navigate({ search: chosen === null ? {} : { tab: chosen }, replace: true })}
      keepMounted={false}
    >
      <Tabs.List mb="lg">
        <Tabs.Tab value="options">Options</Tabs.Tab>
        <Tabs.Tab value="events">Event destinations</Tabs.Tab>
        <Tabs.Tab value="use">How to use it</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="options">
        <Options name={name} set={set} />
      </Tabs.Panel>
      <Tabs.Panel value="events">
        <EventDestinationsCard set={name} />
      </Tabs.Panel>
      <Tabs.Panel value="use">
        <UseIt name={name} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Options({ name, set }: SetProps): ReactNode {
  const { account, region } = useSession();
  return (
    <Stack gap="lg">
      <SendingCard name={name} set={set} />
      <DeliveryCard name={name} set={set} />
      <SecurityCard name={name} set={set} />
      <TrackingCard name={name} set={set} />
      <SuppressionCard name={name} set={set} />
      <ArchivingCard name={name} set={set} />
      <InsightsCard name={name} set={set} />
      <TagsCard
        arn={`arn:aws:ses:${region}:${account}:configuration-set/${name}`}
        tags={set.Tags ?? []}
        affects={[configurationSetQuery(name).queryKey]}
      />
      <DeleteSet name={name} />
    </Stack>
  );
}
