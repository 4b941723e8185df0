import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "./card.tsx";
import { ConfirmDeletion } from "./confirm-deletion.tsx";

interface DeletionCardProps {
  readonly name: string;
  readonly title?: string;
  /** What goes with it. */
  readonly description: string;
  /** Deletes it, and leaves its page. */
  readonly remove: () => Promise<void>;
  /** Queries that would still show it. */
  readonly affects: readonly QueryKey[];
  /** What follows: read before its name is typed. */
  readonly children: ReactNode;
}

/** Where something that has a name is deleted, on its page. */
export function DeletionCard(props: DeletionCardProps): ReactNode {
  const { name, title = "Delete it", description, remove, affects, children } = props;
  const [asking, askingIs] = useDisclosure(false);
  return (
    <Card title={title} description={description}>
      <Button variant="outline" color="red" onClick={askingIs.open}>
        Delete {name}
      </Button>
      <ConfirmDeletion
        of={asking ? name : undefined}
        onClose={askingIs.close}
        title={() => `Delete ${name}?`}
        typeToConfirm={name}
        remove={remove}
        affects={affects}
        done={`${name} is gone`}
      >
        {children}
      </ConfirmDeletion>
    </Card>
  );
}
