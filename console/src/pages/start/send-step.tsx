import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Proof } from "#console/api/identities.ts";
import { inboxKey } from "#console/api/inbox.ts";
import { messagesKey } from "#console/api/messages.ts";
import { sendTest } from "#console/api/sending.ts";
import { useSession } from "#console/api/session.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { SentTest } from "./sent-test.ts";
import { Step } from "./step.tsx";

interface SendStepProps {
  /** Undefined until there is one that may send. */
  readonly identity: Proof | undefined;
  readonly sent: SentTest | undefined;
  readonly onSent: (sent: SentTest) => void;
}

export function SendStep({ identity, sent, onSent }: SendStepProps): ReactNode {
  if (identity === undefined) return <Step number={3} title="Send a test" state="to come" />;
  return (
    <Step
      number={3}
      title="Send a test"
      state={sent === undefined ? "now" : "done"}
      result={sent && `“${sent.subject}” to ${sent.to}`}
    >
      {sent === undefined && <SendForm identity={identity} onSent={onSent} />}
    </Step>
  );
}

interface SendFormProps {
  readonly identity: Proof;
  readonly onSent: (sent: SentTest) => void;
}

function SendForm({ identity, onSent }: SendFormProps): ReactNode {
  const { delivery } = useSession();
  const isDomain = identity.kind === "domain";
  const [from, setFrom] = useState(isDomain ? `hello@${identity.name}` : identity.name);
  const [to, setTo] = useState(delivery === "capture" ? "you@example.com" : "");
  const subject = "A first message";
  const send = useChange({
    change: async () => await sendTest({ from, to, subject }),
    affects: [inboxKey, messagesKey],
    tellsFailure: false,
    after: (messageId) => onSent({ messageId, to, subject }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Text c="dimmed" mb="md">
        A short message in text and HTML, signed with the key of{" "}
        {isDomain ? identity.name : "this service, for an address has none"}.
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          flex={1}
          miw="13rem"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          flex={1}
          miw="13rem"
          label="To"
          placeholder="you@example.com"
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" loading={send.isPending}>
          Send
        </Button>
      </Group>
      {send.error !== null && <FailureNotice error={send.error} />}
    </form>
  );
}
