import { Autocomplete, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { identitiesQuery } from "#console/api/identities.ts";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { SaveForm } from "./save-form.tsx";
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
  const verified = useInfiniteQuery(identitiesQuery({ status: "SUCCESS" }));
  const senders = (verified.data?.pages ?? [])
    .flatMap(({ identities }) => identities)
    .map(({ kind, name }) => senderOf(kind, name));
  const [chosen, setChosen] = useState(sender);
  const [to, setTo] = useState("");
  const from = chosen ?? senders[0] ?? "";
  const sending = useChange({
    change: async () => await send({ from: from.trim(), to: to.trim() }),
    affects: [inboxKey, messagesKey],
    done: `It is on its way to ${to.trim()}`,
    tellsFailure: false,
    after: onSent,
  });
  return (
    <SaveForm saving={sending} label="Send">
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

export function senderOf(kind: "domain" | "address", name: string): string {
  return kind === "domain" ? `hello@${name}` : name;
}
