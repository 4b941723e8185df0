import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { accountQuery } from "#console/api/account.ts";
import { useSession } from "#console/api/session.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { AccountSendingCard } from "./account-sending-card.tsx";
import { AccountSuppressionCard } from "./account-suppression-card.tsx";
import { DetailsCard } from "./details-card.tsx";
import { InstallationCard } from "./installation-card.tsx";
import { QuotaCard } from "./quota-card.tsx";

/** What holds for everything that the account sends in this region. */
export function AccountPage(): ReactNode {
  const { account: id, region } = useSession();
  const query = useQuery(accountQuery);
  return (
    <Page
      title="Account"
      subtitle={`Account ${id}, in ${region}.`}
      beside={query.data?.SendingEnabled === false && <StatusBadge tone="bad">Sending is off</StatusBadge>}
    >
      <Loaded query={query}>
        {(account) => (
          <>
            <QuotaCard account={account} />
            <AccountSendingCard account={account} />
            <AccountSuppressionCard account={account} />
            <DetailsCard account={account} />
            <InstallationCard />
          </>
        )}
      </Loaded>
    </Page>
  );
}
