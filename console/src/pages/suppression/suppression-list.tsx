import { CircleBackslashIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { suppressionQuery, type TenantOfList } from "#console/api/suppression.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { SuppressedEntries } from "./suppressed-entries.tsx";

export function SuppressionList({
  tenant,
  reason,
}: {
  readonly tenant: TenantOfList;
  readonly reason: string | undefined;
}): ReactNode {
  const list = useInfiniteQuery(suppressionQuery(tenant, reason));
  return (
    <>
      <Found
        list={list}
        isNarrowed={reason !== undefined}
        count={({ SuppressedDestinationSummaries = [] }) => SuppressedDestinationSummaries.length}
      />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const found = pages.flatMap(
              ({ SuppressedDestinationSummaries = [] }) => SuppressedDestinationSummaries,
            );
            if (found.length === 0) return <Nobody reason={reason} hasMore={list.hasNextPage} />;
            return <SuppressedEntries tenant={tenant} list={found} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
    </>
  );
}

function Nobody({
  reason,
  hasMore,
}: {
  readonly reason: string | undefined;
  readonly hasMore: boolean;
}): ReactNode {
  if (hasMore) {
    return (
      <EmptyState icon={<CircleBackslashIcon />} title="Nobody so far">
        The first addresses were looked at. Show more to look at others.
      </EmptyState>
    );
  }
  if (reason !== undefined) {
    return (
      <EmptyState icon={<CircleBackslashIcon />} title="Nobody is on the list for this">
        Others may be, for another reason.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<CircleBackslashIcon />} title="Nobody is on the list">
      Whoever bounces for good, or reports a message as spam, is put on it by itself.
    </EmptyState>
  );
}
