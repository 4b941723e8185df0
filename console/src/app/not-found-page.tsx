import { Button } from "@mantine/core";
import { QuestionMarkCircledIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Page } from "#console/elements/page.tsx";

export function NotFoundPage(): ReactNode {
  return (
    <Page title="There is no such page">
      <Card>
        <EmptyState
          icon={<QuestionMarkCircledIcon />}
          title="Nothing is here"
          actions={
            <Button component={Link} to="/">
              To the start
            </Button>
          }
        >
          The address may be mistyped, or what it named is gone.
        </EmptyState>
      </Card>
    </Page>
  );
}
