import { Button, Stack } from "@mantine/core";
import { CircleBackslashIcon, PaperPlaneIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { tenantQuery } from "#console/api/tenants.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TagsCard } from "#console/elements/tags-card.tsx";
import { DeleteTenant } from "./delete-tenant.tsx";
import { ResourcesCard } from "./resources-card.tsx";
import { SendingCard } from "./sending-card.tsx";
import { SuppressionCard } from "./suppression-card.tsx";
import type { TenantProps } from "./tenant-props.ts";
import { TenantStatusBadge } from "./tenant-status-badge.tsx";

/** One tenant: whether it may send, with what, and to whom it does not. */
export function TenantPage(): ReactNode {
  const { name } = useParams({ from: "/tenants/$name" });
  const query = useQuery(tenantQuery(name));
  return (
    <Page
      title={name}
      back={{ to: "/tenants", label: "Tenants" }}
      beside={query.data && <TenantStatusBadge status={query.data.SendingStatus} />}
      subtitle={
        query.data && (
          <>
            Created <RelativeTime at={query.data.CreatedTimestamp} />
          </>
        )
      }
      actions={
        <>
          <Button
            variant="default"
            leftSection={<CircleBackslashIcon />}
            renderRoot={(props) => <Link to="/suppression" search={{ tenant: name }} {...props} />}
          >
            Suppression list
          </Button>
          <Button
            variant="default"
            leftSection={<PaperPlaneIcon />}
            renderRoot={(props) => <Link to="/messages" search={{ tenant: name }} {...props} />}
          >
            Messages
          </Button>
        </>
      }
    >
      <Loaded query={query}>{(tenant) => <Sides key={name} name={name} tenant={tenant} />}</Loaded>
    </Page>
  );
}

function Sides({ name, tenant }: TenantProps): ReactNode {
  return (
    <Stack gap="lg">
      <SendingCard name={name} tenant={tenant} />
      <ResourcesCard tenant={name} />
      <SuppressionCard name={name} tenant={tenant} />
      <TagsCard
        arn={tenant.TenantArn ?? ""}
        tags={tenant.Tags ?? []}
        affects={[tenantQuery(name).queryKey]}
      />
      <DeleteTenant name={name} />
    </Stack>
  );
}
