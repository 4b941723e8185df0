import { Alert, Button, Divider } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import type { Provider } from "#console/api/answered-session.ts";
import { beginSession } from "#console/api/session.ts";
import { goToProvider, returnedPerson, signInByProvider } from "#console/api/sign-in-by-provider.ts";
import { useChange } from "#console/elements/use-change.ts";

/** For whom somebody else vouches. Whoever has just come back from there is signed in. */
export function ProviderButton({ provider }: { readonly provider: Provider }): ReactNode {
  const queries = useQueryClient();
  const router = useRouter();
  const [returned] = useState(returnedPerson);
  const going = useChange({ change: goToProvider, affects: [], tellsFailure: false });
  const coming = useChange({
    change: signInByProvider,
    affects: [],
    tellsFailure: false,
    after: async (session, { to }) => {
      // Before there is a session: this page has somewhere else to go then.
      await router.navigate({ href: to, replace: true });
      beginSession(queries, session);
    },
  });
  const { mutate } = coming;
  useEffect(() => {
    if (returned !== undefined) mutate(returned);
  }, [returned, mutate]);
  const error = going.error ?? coming.error;
  return (
    <>
      <Divider label="or" />
      {error !== null && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      <Button
        variant="default"
        size="md"
        fullWidth
        loading={going.isPending || coming.isPending}
        onClick={() => {
          coming.reset();
          going.mutate(provider);
        }}
      >
        Sign in with {provider.name}
      </Button>
    </>
  );
}
