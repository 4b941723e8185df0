import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { FailureNotice } from "./failure-notice.tsx";

interface ConfirmDeletionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What is lost. */
  readonly children: ReactNode;
  /** To be typed first, where much is lost. */
  readonly typeToConfirm?: string;
  readonly label?: string;
  readonly deletion: {
    readonly mutate: () => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** Asks before something is gone for good. */
export function ConfirmDeletion(props: ConfirmDeletionProps): ReactNode {
  const { opened, onClose, title, children, typeToConfirm, label = "Delete", deletion } = props;
  const [typed, setTyped] = useState("");
  const isSure = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSure) deletion.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text component="div">{children}</Text>
          {typeToConfirm !== undefined && (
            <TextInput
              label={`Type ${typeToConfirm} to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          {deletion.error !== null && <FailureNotice error={deletion.error} />}
          <Group justify="flex-end" gap="sm">
            <Button
              variant="default"
              onClick={onClose}
              {...(typeToConfirm === undefined ? { "data-autofocus": true } : {})}
            >
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={deletion.isPending}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
