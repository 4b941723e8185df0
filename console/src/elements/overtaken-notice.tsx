import { Alert, Button, Group, Text } from "@mantine/core";
import { ExclamationTriangleIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";

/** What can be done where something was changed elsewhere while it was edited here. */
export interface Overtaking {
  readonly drop: () => void;
  readonly saveOver: () => void;
}

export function OvertakenNotice({ drop, saveOver }: Overtaking): ReactNode {
  return (
    <Alert color="yellow" variant="light" icon={<ExclamationTriangleIcon />} role="alert">
      <Text fw={550}>This was changed meanwhile, in another tab or by somebody else.</Text>
      <Text mt={4}>What you see is yours, and is not saved.</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={drop}>
          Show what is there now
        </Button>
        <Button size="xs" variant="default" onClick={saveOver}>
          Save mine over it
        </Button>
      </Group>
    </Alert>
  );
}
