import { TagsInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { release } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface ReleaseDialogProps {
  readonly id: string;
  readonly to: readonly string[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Sends what was kept on to real addresses, where the transport lets mail out. */
export function ReleaseDialog({ id, to, opened, onClose }: ReleaseDialogProps): ReactNode {
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title="Send it on"
      description="To real addresses, under today's rules and signed anew. It stays in the inbox."
    >
      <ReleaseForm id={id} to={to} />
    </Dialog>
  );
}

function ReleaseForm({ id, to }: Pick<ReleaseDialogProps, "id" | "to">): ReactNode {
  const [recipients, setRecipients] = useState<string[]>([...to]);
  const navigate = useNavigate();
  const send = useChange({
    change: async () => await release(id, recipients),
    affects: [messagesKey],
    done: "It is on its way",
    tellsFailure: false,
    after: async (messageId) => await navigate({ to: "/messages/$id", params: { id: messageId } }),
  });
  return (
    <SaveForm saving={send} label="Send">
      <TagsInput
        label="To"
        value={recipients}
        onChange={setRecipients}
        splitChars={[",", " "]}
        data-autofocus
      />
    </SaveForm>
  );
}
