import { Button } from "@mantine/core";
import { QuestionMarkCircledIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EmptyState } from "#console/elements/empty-state.tsx";

export function NotFoundPage(): ReactNode {
  return (
    <EmptyState
      icon={<QuestionMarkCircledIcon />}
      title="There is no such page"
      actions={
        <Button component={Link} to="/">
          To the start
        </Button>
      }
    >
      The address may be mistyped, or what it named is gone.
    </EmptyState>
  );
}
