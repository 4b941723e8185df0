import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { nameOfPart, pausePart, type QueuePart, queueKey } from "#console/api/queue.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface PauseDialogProps {
  /** Undefined: nothing is asked. */
  readonly part: QueuePart | undefined;
  readonly onClose: () => void;
}

export function PauseDialog({ part, onClose }: PauseDialogProps): ReactNode {
  return (
    <Dialog
      opened={part !== undefined}
      onClose={onClose}
      title={`Pause: ${part === undefined ? "" : nameOfPart(part).toLowerCase()}`}
      description="Nothing is delivered until it is resumed. Mail is still taken, and waits."
    >
      {part !== undefined && <PauseForm part={part} onDone={onClose} />}
    </Dialog>
  );
}

function PauseForm({ part, onDone }: { readonly part: QueuePart; readonly onDone: () => void }): ReactNode {
  const [reason, setReason] = useState("");
  const pause = useChange({
    change: async () => await pausePart({ part, reason }),
    affects: [queueKey],
    done: "Paused",
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={pause} label="Pause">
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
