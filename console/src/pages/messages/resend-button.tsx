import { Button, Group, Stack, TagsInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey, resend, type SentMessage } from "#console/api/messages.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** The same content once more, to the same recipients or to others. */
export function ResendButton({ message }: { readonly message: SentMessage }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const [recipients, setRecipients] = useState<string[]>([...message.mail.destination]);
  const navigate = useNavigate();
  const again = useChange({
    change: async () => await resend(message.id, recipients),
    affects: [[...messagesKey, "list"], inboxKey],
    done: "Sent again, as a new message",
    tellsFailure: false,
    after: async (id) => {
      askingIs.close();
      await navigate({ to: "/messages/$id", params: { id } });
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<PaperPlaneIcon />} onClick={askingIs.open}>
        Send again
      </Button>
      <Dialog
        opened={asking}
        onClose={askingIs.close}
        title="Send it again"
        description="The same content, as a new message under today's rules. This one stays as it is."
      >
        <Stack gap="md">
          <TagsInput
            label="Recipients"
            value={recipients}
            onChange={setRecipients}
            splitChars={[",", " "]}
            data-autofocus
          />
          {again.error !== null && <FailureNotice error={again.error} />}
          <Group justify="flex-end">
            <Button
              loading={again.isPending}
              disabled={recipients.length === 0}
              onClick={() => again.mutate()}
            >
              Send
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
