import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { configurationSetsQuery } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";

/** Whose mail leaves from a pool. */
export function SetsOfPoolCard({ pool }: { readonly pool: string }): ReactNode {
  const list = useInfiniteQuery(configurationSetsQuery({ pool }));
  return (
    <Card title="Configuration sets" description="Their messages leave from this pool." flush>
      <Loaded query={list}>
        {({ pages }) => {
          const sets = pages.flatMap(({ configuration_sets }) => configuration_sets);
          return sets.length === 0 ? (
            <Text c="dimmed" p="var(--inset)">
              None yet: choose the pool among the options of a{" "}
              <Link to="/configuration-sets">configuration set</Link>.
            </Text>
          ) : (
            <Entries>
              {sets.map(({ name }) => (
                <Entry
                  key={name}
                  title={
                    <Link to="/configuration-sets/$name" params={{ name }}>
                      {name}
                    </Link>
                  }
                />
              ))}
            </Entries>
          );
        }}
      </Loaded>
      <MoreButton list={list} />
    </Card>
  );
}
