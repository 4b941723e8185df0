import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { destinationPath, eventDestinationsQuery } from "#console/api/event-destinations.ts";
import { topicsQuery } from "#console/api/topics.ts";
import { Card } from "#console/elements/card.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { RecentDeliveries } from "#console/pages/events/recent-deliveries.tsx";
import { kindName, targetName } from "./destination-draft.ts";

/** One event destination, and what it was told of lately. */
export function DestinationPage(): ReactNode {
  const { name: set, destination: name } = useParams({ from: "/configuration-sets/$name/$destination" });
  const destinations = useQuery(eventDestinationsQuery(set));
  const topics = useQuery(topicsQuery);
  const destination = destinations.data?.find(({ Name }) => Name === name);
  return (
    <Page
      title={name}
      beside={destination && <StatusBadge tone="neutral">{kindName(destination)}</StatusBadge>}
      back={{ to: `/configuration-sets/${encodeURIComponent(set)}?tab=events`, label: set }}
      subtitle={destination && targetName(destination)}
    >
      <Loaded query={destinations}>
        {() => (
          <Loaded query={topics}>
            {(own) => {
              const topic = own.find(({ arn }) => arn === destination?.SnsDestination?.TopicArn);
              return topic === undefined ? (
                <RecentDeliveries of={destinationPath(set, name)} />
              ) : (
                <OwnTopic name={topic.name} />
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function OwnTopic({ name }: { readonly name: string }): ReactNode {
  return (
    <Card title="A topic of Signet's own">
      Each of its subscribers is told for itself:{" "}
      <Link to="/events/topics/$name" params={{ name }}>
        the subscribers of {name}
      </Link>
      .
    </Card>
  );
}
