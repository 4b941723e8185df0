import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { sendTest } from "#console/api/sending.ts";
import { useSession } from "#console/api/session.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { TestForm } from "#console/elements/test-form.tsx";

/** A short message, sent from here; what becomes of it is shown next. */
export function SendTestButton({ sender }: { readonly sender?: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const { delivery } = useSession();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="default" leftSection={<PaperPlaneIcon />} onClick={askingIs.open}>
        Send a test
      </Button>
      <Dialog
        opened={asking}
        onClose={askingIs.close}
        title="Send a test"
        description={
          delivery === "capture"
            ? "A short message in text and HTML. It goes into the inbox here, and nowhere else."
            : "A short message in text and HTML. It leaves, to the address that you give."
        }
      >
        <TestForm
          sender={sender}
          send={async (ends) => await sendTest({ ...ends, subject: "A test" })}
          onSent={async (id) => await navigate({ to: "/messages/$id", params: { id } })}
        />
      </Dialog>
    </>
  );
}
