import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { FailureNotice } from "./failure-notice.tsx";
import { OvertakenNotice, type Overtaking } from "./overtaken-notice.tsx";
import classes from "./save-form.module.css";

export interface Saving {
  readonly mutate: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** False: there is nothing to be saved yet. */
  readonly isChanged?: boolean;
  /** Where it was changed elsewhere meanwhile. */
  readonly overtaken?: Overtaking;
}

interface SaveFormProps {
  readonly saving: Saving;
  readonly label?: string;
  /** Beside the button that saves. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** Fields that are saved together; what the service has against them is said below them. */
export function SaveForm({ saving, label = "Save", beside, children }: SaveFormProps): ReactNode {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" className={classes["fields"]}>
        {children}
        {saving.error !== null && <FailureNotice error={saving.error} />}
        {saving.overtaken !== undefined && <OvertakenNotice {...saving.overtaken} />}
        <Group gap="sm" className={classes["actions"]}>
          <Button
            type="submit"
            loading={saving.isPending}
            variant={saving.isChanged === false ? "default" : "filled"}
          >
            {label}
          </Button>
          {beside}
        </Group>
      </Stack>
    </form>
  );
}
