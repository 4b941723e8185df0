import { Anchor } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { identitiesQuery } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Page } from "#console/elements/page.tsx";
import { Snippets } from "#console/elements/snippets.tsx";
import { apiSnippets } from "./api-snippets.ts";

/** How a program that was written for SES, or has only HTTP, sends through Signet. */
export function ApiPage(): ReactNode {
  const { region, auth } = useSession();
  const list = useInfiniteQuery(identitiesQuery({ status: "SUCCESS" }));
  const verified = list.data?.pages[0]?.identities[0]?.name;
  return (
    <Page
      title="API and SDKs"
      subtitle="Any AWS SDK speaks to Signet once it is given this endpoint. Nothing else in a program changes."
    >
      <Card title="Settings">
        <Facts
          facts={[
            ["Endpoint", <Copyable key="endpoint" value={location.origin} what="the endpoint" />],
            ["Region", <Copyable key="region" value={region} what="the region" />],
            [
              "Credentials",
              <>
                An access key, made under{" "}
                <Anchor component={Link} to="/access">
                  Users and keys
                </Anchor>
                {auth === "open" && "; while access is open, any will do"}
              </>,
            ],
          ]}
        />
      </Card>
      <Snippets
        title="To paste and try"
        description={
          verified === undefined
            ? "The sender has to be one of your identities."
            : `From ${verified}, which is verified.`
        }
        snippets={apiSnippets({ endpoint: location.origin, region, auth, from: senderOf(verified) })}
      />
    </Page>
  );
}

function senderOf(identity = "shop.example"): string {
  return identity.includes("@") ? identity : `hello@${identity}`;
}
