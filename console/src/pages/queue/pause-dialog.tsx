import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { pauseDomain, queueKey } from "#console/api/queue.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { nameOf } from "./pauses.tsx";

interface PauseDialogProps {
  /** Undefined: nothing is asked. */
  readonly domain: string | undefined;
  readonly onClose: () => void;
}

export function PauseDialog({ domain, onClose }: PauseDialogProps): ReactNode {
  return (
    <Dialog
      opened={domain !== undefined}
      onClose={onClose}
      title={`Pause: ${nameOf(domain ?? "").toLowerCase()}`}
      description="Nothing is delivered until it is resumed. Mail is still taken, and waits."
    >
      {domain !== undefined && <PauseForm domain={domain} onDone={onClose} />}
    </Dialog>
  );
}

function PauseForm({ domain, onDone }: { readonly domain: string; readonly onDone: () => void }): ReactNode {
  const [reason, setReason] = useState("");
  const pause = useChange({
    change: async () => await pauseDomain({ domain, reason }),
    affects: [queueKey],
    done: "Paused",
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={{ ...pause, mutate: () => pause.mutate() }} label="Pause">
      <TextInput
        label="Why"
        placeholder="for whoever looks next"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
    </SaveForm>
  );
}
