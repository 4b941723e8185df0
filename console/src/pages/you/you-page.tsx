import { Button } from "@mantine/core";
import { ExitIcon, PersonIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Page } from "#console/elements/page.tsx";
import { useSignOut } from "#console/elements/use-sign-out.ts";
import { AuthenticatorCard } from "./authenticator-card.tsx";
import { NoPasswordCard } from "./no-password-card.tsx";
import { OwnPasswordCard } from "./own-password-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

/** How one signs in oneself. */
export function YouPage(): ReactNode {
  const { user } = useSession();
  const { isPending, signOut } = useSignOut();
  if (user === null) {
    return (
      <Page title="Your sign-in">
        <Card>
          <EmptyState icon={<PersonIcon />} title="You have not signed in">
            Access is open on this machine, so there is no need to.
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title="Your sign-in"
      subtitle={`You are ${user.name}.`}
      actions={
        <Button variant="default" leftSection={<ExitIcon />} loading={isPending} onClick={signOut}>
          Sign out
        </Button>
      }
    >
      {user.password ? (
        <>
          <OwnPasswordCard id={user.id} />
          <AuthenticatorCard id={user.id} isOn={user.totp} />
        </>
      ) : (
        <NoPasswordCard />
      )}
      <SessionsCard />
    </Page>
  );
}
