import { Autocomplete, Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { identitiesQuery } from "#console/api/identities.ts";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { sendWords } from "#console/api/sending.ts";
import type { TemplateParts } from "#console/api/templates.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

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
        {words !== undefined && <SendTestForm words={words} onDone={askingIs.close} />}
      </Dialog>
    </>
  );
}

interface SendTestFormProps {
  readonly words: Partial<TemplateParts>;
  readonly onDone: () => void;
}

function SendTestForm({ words, onDone }: SendTestFormProps): ReactNode {
  const verified = useInfiniteQuery(identitiesQuery({ status: "SUCCESS" }));
  const senders = (verified.data?.pages ?? [])
    .flatMap(({ identities }) => identities)
    .map(({ kind, name }) => (kind === "domain" ? `hello@${name}` : name));
  const [chosen, setChosen] = useState<string>();
  const [to, setTo] = useState("");
  const from = chosen ?? senders[0] ?? "";
  const send = useChange({
    change: async () => await sendWords({ from, to, words }),
    affects: [inboxKey, messagesKey],
    done: `It is on its way to ${to}`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={{ ...send, mutate: () => send.mutate() }} label="Send">
      <Autocomplete
        label="From"
        description="An address of one of your verified identities."
        value={from}
        data={[...new Set(senders)]}
        onChange={setChosen}
        required
        spellCheck={false}
      />
      <TextInput
        label="To"
        type="email"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        required
        autoComplete="email"
        data-autofocus
      />
    </SaveForm>
  );
}
