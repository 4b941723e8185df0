import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FailureNotice } from "./failure-notice.tsx";

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is shown until it has come; rows of grey by default. */
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought, or that it is still coming, or why it did not come. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <FailureNotice error={query.error} retry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonRows />;
}

const widths = ["82%", "64%", "73%", "58%", "69%"];

export function SkeletonRows(): ReactNode {
  return (
    <Stack gap="lg" p="var(--inset)" role="status" aria-busy="true" aria-label="Loading">
      {widths.map((width) => (
        <Skeleton key={width} height={14} width={width} radius="sm" />
      ))}
    </Stack>
  );
}
