import { Box } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FailureNotice } from "#console/elements/failure-notice.tsx";

/** A page that could not be shown: a fault of the console's, or its files changed while it was open. */
export function BrokenPage({ error }: ErrorComponentProps): ReactNode {
  return (
    <Box p="xl" maw="44rem" mx="auto">
      <FailureNotice
        error={error instanceof Error ? error : new Error(String(error))}
        retry={() => location.reload()}
      />
    </Box>
  );
}
