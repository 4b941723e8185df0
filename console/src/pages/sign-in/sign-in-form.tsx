import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { beginSession } from "#console/api/session.ts";
import { type Credentials, isCodeDue, signIn } from "#console/api/sign-in.ts";
import { useChange } from "#console/elements/use-change.ts";
import classes from "./sign-in-page.module.css";

interface SignInFormProps {
  /** Whoever it was before, as they are likely to be it again. */
  readonly name?: string;
  /** The heading. */
  readonly children: ReactNode;
  /** Other ways in. */
  readonly others: ReactNode;
}

export function SignInForm({ name = "", children, others }: SignInFormProps): ReactNode {
  const queries = useQueryClient();
  const [given, setGiven] = useState<Credentials>({ name, password: "" });
  const attempt = useChange({
    change: signIn,
    affects: [],
    tellsFailure: false,
    after: (session) => beginSession(queries, session),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate(given, {
      onError: (error) => {
        if (isCodeDue(error)) setGiven((now) => ({ code: "", ...now }));
      },
    });
  };
  const isFirstAskForCode = isCodeDue(attempt.error) && attempt.variables?.code === undefined;
  return (
    <form onSubmit={submit} className={classes["card"]}>
      <Stack gap="md">
        <img src="/favicon.svg" alt="" width={36} height={36} />
        <div>{children}</div>
        <Fields given={given} onChange={(change) => setGiven({ ...given, ...change })} />
        {attempt.error !== null && !isFirstAskForCode && (
          <Alert color="red" variant="light" role="alert">
            {attempt.error.message}
          </Alert>
        )}
        <Button type="submit" size="md" fullWidth loading={attempt.isPending}>
          Sign in
        </Button>
        {others}
      </Stack>
    </form>
  );
}

interface FieldsProps {
  readonly given: Credentials;
  readonly onChange: (change: Partial<Credentials>) => void;
}

// A form below this one closes by Escape, unless the key is marked as none of its own.
const ownKeys = { "data-mantine-stop-propagation": "true" };

/** The code is asked for once the password was right and the user has an authenticator. */
function Fields({ given, onChange }: FieldsProps): ReactNode {
  return (
    <>
      <TextInput
        {...ownKeys}
        label="Name"
        value={given.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <PasswordInput
        {...ownKeys}
        label="Password"
        value={given.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
        required
      />
      {given.code !== undefined && (
        <TextInput
          {...ownKeys}
          label="Code"
          description="Of your authenticator app, or one of your recovery codes."
          value={given.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
          autoComplete="one-time-code"
          required
          autoFocus
        />
      )}
    </>
  );
}
