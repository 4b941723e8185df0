import type { ReactNode } from "react";
import { Page } from "#console/elements/page.tsx";
import { KeysCard } from "./keys-card.tsx";
import { UsersCard } from "./users-card.tsx";

/** Who may act for the account: programs by keys, people by signing in. */
export function AccessPage(): ReactNode {
  return (
    <Page
      title="Users and keys"
      subtitle="Programs act for the account by keys, and people by signing in here."
    >
      <KeysCard />
      <UsersCard />
    </Page>
  );
}
