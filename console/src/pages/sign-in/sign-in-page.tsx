import { Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import type { Provider } from "#console/api/answered-session.ts";
import { ProviderButton } from "./provider-button.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import classes from "./sign-in-page.module.css";

/** In place of every page while nobody is signed in and somebody has to be; the page that was asked for follows. */
export function SignInPage({ provider }: { readonly provider: Provider | null }): ReactNode {
  useEffect(() => {
    document.title = "Sign in · Signet";
  }, []);
  return (
    <main className={classes["page"]}>
      <SignInForm others={provider !== null && <ProviderButton provider={provider} />}>
        <Title order={1}>Sign in to Signet</Title>
        <Text c="dimmed" mt={4}>
          Whoever runs it makes users with <code>signet users create</code>.
        </Text>
      </SignInForm>
    </main>
  );
}
