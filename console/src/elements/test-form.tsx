import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { SaveForm } from "./save-form.tsx";
import { SenderField, useSenders } from "./sender-field.tsx";
import { useChange } from "./use-change.ts";

interface TestFormProps {
  /** What stands there before anything is typed. */
  readonly sender?: string | undefined;
  /** Sends it; answers the id of the message. */
  readonly send: (ends: { readonly from: string; readonly to: string }) => Promise<string>;
  readonly onSent: (messageId: string) => unknown;
}

/** Who a test is sent from, and to whom. */
export function TestForm({ sender, send, onSent }: TestFormProps): ReactNode {
  const [chosen, setChosen] = useState(sender);
  const [to, setTo] = useState("");
  const senders = useSenders(chosen);
  const from = senders.chosen;
  const sending = useChange({
    change: async () => await send({ from: from.trim(), to: to.trim() }),
    affects: [inboxKey, messagesKey],
    done: `It is on its way to ${to.trim()}`,
    tellsFailure: false,
    after: onSent,
  });
  return (
    <SaveForm saving={sending} label="Send">
      <SenderField senders={senders} onChange={setChosen} />
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
