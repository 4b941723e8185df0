import { Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { deliverabilityTestsKey, startDeliverabilityTest } from "#console/api/deliverability-tests.ts";
import { messagesKey } from "#console/api/messages.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { SenderField, useSenders } from "#console/elements/sender-field.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** A message as it would go to everybody: what filters judge is its words, and who it is from. */
export function NewTest({ onStarted }: { readonly onStarted: (id: string) => unknown }): ReactNode {
  const [draft, setDraft] = useState({ name: "", subject: "", html: "" });
  const [chosen, setChosen] = useState<string>();
  const senders = useSenders(chosen);
  const from = senders.chosen;
  const start = useChange({
    change: async () =>
      await startDeliverabilityTest({
        ReportName: draft.name.trim() === "" ? undefined : draft.name.trim(),
        FromEmailAddress: from.trim(),
        Content: { Simple: { Subject: { Data: draft.subject }, Body: { Html: { Data: draft.html } } } },
      }),
    affects: [deliverabilityTestsKey, messagesKey],
    done: "It is on its way to the mailboxes",
    tellsFailure: false,
    after: onStarted,
  });
  return (
    <SaveForm saving={start} label="Start">
      <SenderField senders={senders} onChange={setChosen} />
      <TextInput
        label="Subject"
        value={draft.subject}
        onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
        required
        data-autofocus
      />
      <Textarea
        label="Message"
        description="HTML, as you would send it to everybody: filters judge its words and links, and who it is from."
        value={draft.html}
        onChange={(event) => setDraft({ ...draft, html: event.currentTarget.value })}
        required
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
      />
      <TextInput
        label="Name"
        description="To find the test by; the subject, where it has none."
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
    </SaveForm>
  );
}
