import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { sendWords } from "#console/api/sending.ts";
import type { TemplateParts } from "#console/api/templates.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { TestForm } from "#console/elements/test-form.tsx";

interface SendTestProps {
  /** What the template became; undefined while that is not known, or something is wrong with it. */
  readonly words: Partial<TemplateParts> | undefined;
}

/** Sends the template as it is written now, saved or not, with the test data. */
export function SendTest({ words }: SendTestProps): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<PaperPlaneIcon />}
        disabled={words === undefined}
        onClick={askingIs.open}
      >
        Send a test
      </Button>
      <Dialog
        opened={asking}
        onClose={askingIs.close}
        title="Send a test"
        description="As it is written now, with the test data."
      >
        {words !== undefined && (
          <TestForm send={async (ends) => await sendWords({ ...ends, words })} onSent={askingIs.close} />
        )}
      </Dialog>
    </>
  );
}
