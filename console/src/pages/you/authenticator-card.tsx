import { Button, PasswordInput, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { sessionQuery } from "#console/api/session.ts";
import {
  type AuthenticatorSecret,
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  usersKey,
} from "#console/api/users.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { QrCode } from "./qr-code.tsx";

interface AuthenticatorCardProps {
  readonly id: string;
  readonly isOn: boolean;
}

const affects = [sessionQuery.queryKey, usersKey];

/** A second factor: codes of an app that shares a secret with the service. */
export function AuthenticatorCard({ id, isOn }: AuthenticatorCardProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const [shared, setShared] = useState<AuthenticatorSecret>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = () => {
    setAsked(false);
    setShared(undefined);
    setCodes(undefined);
  };
  return (
    <Card
      title="Authenticator app"
      beside={
        <StatusBadge tone={isOn ? "good" : "neutral"}>
          {isOn ? "A code is asked for" : "Not in use"}
        </StatusBadge>
      }
      description="Beside the password, a code that changes every 30 seconds: whoever learns the password alone does not get in."
    >
      <Button variant="default" onClick={() => setAsked(true)}>
        {isOn ? "Do without" : "Set it up"}
      </Button>
      <Dialog
        opened={isAsked}
        onClose={close}
        title={isOn && codes === undefined ? "Do without" : "Set it up"}
      >
        {codes !== undefined ? (
          <RecoveryCodes codes={codes} onDone={close} />
        ) : isOn ? (
          <RemoveIt id={id} onDone={close} />
        ) : shared === undefined ? (
          <Begin id={id} onShared={setShared} />
        ) : (
          <Confirm id={id} shared={shared} onConfirmed={setCodes} />
        )}
      </Dialog>
    </Card>
  );
}

interface BeginProps {
  readonly id: string;
  readonly onShared: (shared: AuthenticatorSecret) => void;
}

function Begin({ id, onShared }: BeginProps): ReactNode {
  const [password, setPassword] = useState("");
  const begin = useChange({
    change: async () => await beginAuthenticator(id, password),
    affects: [],
    tellsFailure: false,
    after: onShared,
  });
  return (
    <SaveForm saving={begin} label="Go on">
      <YourPassword value={password} onChange={setPassword} />
    </SaveForm>
  );
}

interface ConfirmProps {
  readonly id: string;
  readonly shared: AuthenticatorSecret;
  readonly onConfirmed: (codes: readonly string[]) => void;
}

function Confirm({ id, shared, onConfirmed }: ConfirmProps): ReactNode {
  const [code, setCode] = useState("");
  const confirm = useChange({
    // They are to be seen before anything else that follows from it.
    change: async () => onConfirmed(await confirmAuthenticator(id, code.replaceAll(/\s/g, ""))),
    affects,
    tellsFailure: false,
  });
  return (
    <SaveForm saving={confirm} label="Use it from now on">
      <Text>Scan this with the app, or type the secret into it.</Text>
      <QrCode text={shared.uri} what="The secret for the app" />
      <Copyable value={shared.secret} what="the secret" />
      <TextInput
        label="The code that the app shows"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
    </SaveForm>
  );
}

function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  return (
    <>
      <Text mb="sm">
        Without the app, each of these lets you in once. They are shown this once: keep them where you would
        find them without your phone.
      </Text>
      <CodeBlock code={codes.join("\n")} what="the recovery codes" />
      <Button mt="md" onClick={onDone}>
        They are kept
      </Button>
    </>
  );
}

function RemoveIt({ id, onDone }: { readonly id: string; readonly onDone: () => void }): ReactNode {
  const [password, setPassword] = useState("");
  const remove = useChange({
    change: async () => await removeAuthenticator(id, password),
    affects,
    done: "No code is asked for any more",
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={remove} label="Do without">
      <YourPassword value={password} onChange={setPassword} />
    </SaveForm>
  );
}

interface YourPasswordProps {
  readonly value: string;
  readonly onChange: (password: string) => void;
}

function YourPassword({ value, onChange }: YourPasswordProps): ReactNode {
  return (
    <PasswordInput
      label="Your password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="current-password"
      visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
      required
      data-autofocus
    />
  );
}
