import { Alert, Button, Group, Stack } from "@mantine/core";
import { InfoCircledIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { Copyable } from "./copyable.tsx";
import { Dialog } from "./dialog.tsx";
import { Facts } from "./facts.tsx";

interface ShownOnceProps {
  readonly title: string;
  /** Undefined: there is nothing to be shown now. */
  readonly secrets: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Secrets that the service has just made, and will never show again. */
export function ShownOnce({ title, secrets, onClose, children }: ShownOnceProps): ReactNode {
  return (
    <Dialog opened={secrets !== undefined} onClose={onClose} title={title} size="lg" closesByEscape={false}>
      <Stack gap="md">
        <Alert variant="light" icon={<InfoCircledIcon />}>
          Shown this once: put it where you keep secrets before you close this.
        </Alert>
        <Facts
          facts={(secrets ?? []).map(({ name, value }) => [
            name,
            <Copyable key={name} value={value} what={name.toLowerCase()} />,
          ])}
        />
        {children !== undefined && <div>{children}</div>}
        <Group justify="flex-end">
          <Button onClick={onClose}>It is kept</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
