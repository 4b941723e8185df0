import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { sessionQuery } from "#console/api/session.ts";
import { type Credentials, isCodeDue, signIn } from "#console/api/sign-in.ts";
import { useChange } from "#console/elements/use-change.ts";
import { forgetAllBut } from "#console/elements/use-sign-out.ts";
import classes from "./sign-in-page.module.css";

/** In place of every page while nobody is signed in and somebody has to be; the page that was asked for follows. */
export function SignInPage(): ReactNode {
  const queries = useQueryClient();
  const [given, setGiven] = useState<Credentials>({ name: "", password: "" });
  const attempt = useChange({
    change: signIn,
    affects: [],
    tellsFailure: false,
    after: (session) => {
      forgetAllBut(queries, sessionQuery.queryKey);
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
  useEffect(() => {
    document.title = "Sign in · Signet";
  }, []);
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
    <main className={classes["page"]}>
      <form onSubmit={submit} className={classes["card"]}>
        <Stack gap="md">
          <img src="/favicon.svg" alt="" width={36} height={36} />
          <div>
            <Title order={1}>Sign in to Signet</Title>
            <Text c="dimmed" mt={4}>
              Whoever runs it makes users with <code>signet users create</code>.
            </Text>
          </div>
          <Fields given={given} onChange={(change) => setGiven({ ...given, ...change })} />
          {attempt.error !== null && !isFirstAskForCode && (
            <Alert color="red" variant="light" role="alert">
              {attempt.error.message}
            </Alert>
          )}
          <Button type="submit" size="md" fullWidth loading={attempt.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  );
}

interface FieldsProps {
  readonly given: Credentials;
  readonly onChange: (change: Partial<Credentials>) => void;
}

/** The code is asked for once the password was right and the user has an authenticator. */
function Fields({ given, onChange }: FieldsProps): ReactNode {
  return (
    <>
      <TextInput
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
        label="Password"
        value={given.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
        required
      />
      {given.code !== undefined && (
        <TextInput
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
