import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { standsStill } from "#console/api/standing-still.ts";
import { FailureNotice } from "./failure-notice.tsx";

interface MoreButtonProps {
  readonly list: {
    readonly data: unknown;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly isRefetching: boolean;
    fetchNextPage(): Promise<unknown>;
    refetch(): Promise<unknown>;
  };
  /** Whether what is new in it is shown by itself, as long as there is one page of it. */
  readonly isLive?: boolean;
}

/** The next page of a list, while there is one. */
export function MoreButton({ list, isLive = false }: MoreButtonProps): ReactNode {
  const isStill = isLive && standsStill(list.data);
  if (!list.hasNextPage && !isStill) return null;
  return (
    <Stack align="center" gap="sm">
      {list.isFetchNextPageError && list.error !== null && <FailureNotice error={list.error} />}
      {list.hasNextPage && (
        <Button
          variant="default"
          data-more
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {isStill && (
        <Group gap="xs" justify="center">
          <Text c="dimmed">What is new is not shown by itself below a first page.</Text>
          <Button
            size="xs"
            variant="subtle"
            loading={list.isRefetching && !list.isFetchingNextPage}
            onClick={() => void list.refetch()}
          >
            Read the list again
          </Button>
        </Group>
      )}
    </Stack>
  );
}
