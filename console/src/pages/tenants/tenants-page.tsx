import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IdCardIcon, PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import { createTenant, type TenantListed, tenantsKey, tenantsQuery } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { TenantStatusBadge } from "./tenant-status-badge.tsx";

/** Customers of a customer, each with what it may send with. */
export function TenantsPage(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  const list = useInfiniteQuery(tenantsQuery);
  return (
    <Page
      title="Tenants"
      subtitle="Customers of yours that send through this account: each only with what it was given, and with a suppression list of its own where you say so."
      actions={
        <Button leftSection={<PlusIcon />} onClick={creatingIs.open}>
          Create
        </Button>
      }
    >
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const tenants = pages.flatMap(({ Tenants = [] }) => Tenants);
            return tenants.length === 0 ? (
              <NoTenants onCreate={creatingIs.open} />
            ) : (
              <TenantTable tenants={tenants} />
            );
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a tenant">
        <CreateTenant />
      </Dialog>
    </Page>
  );
}

function TenantTable({ tenants }: { readonly tenants: readonly TenantListed[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", "Sending", { wide: "Created" }]} />
      <Table.Tbody>
        {tenants.map((tenant) => (
          <TenantRow key={tenant.TenantName} tenant={tenant} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Drawn anew only when it changed, as a message is. */
const TenantRow = memo(({ tenant }: { readonly tenant: TenantListed }): ReactNode => {
  const { TenantName: name = "", SendingStatus, CreatedTimestamp } = tenant;
  return (
    <Table.Tr>
      <Table.Td>
        <NameWithIcon icon={<IdCardIcon />}>
          <Link to="/tenants/$name" params={{ name }}>
            {name}
          </Link>
        </NameWithIcon>
      </Table.Td>
      <Table.Td>
        <TenantStatusBadge status={SendingStatus} />
      </Table.Td>
      <Table.Td data-wide>
        <RelativeTime at={CreatedTimestamp} />
      </Table.Td>
    </Table.Tr>
  );
});

function CreateTenant(): ReactNode {
  const navigate = useNavigate();
  const creation = useChange({
    change: createTenant,
    affects: [tenantsKey],
    tellsFailure: false,
    after: async (_, name) => await navigate({ to: "/tenants/$name", params: { name } }),
  });
  return (
    <NameForm
      label="Name"
      placeholder="corner-shop"
      description="Letters, digits, hyphens and underscores. It stays as it is."
      button="Create"
      creation={creation}
    />
  );
}

function NoTenants({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<IdCardIcon />}
      title="No tenants in this region"
      actions={<Button onClick={onCreate}>Create the first</Button>}
    >
      Who sends for others makes one of each: it can be stopped alone, and who does not want its mail still
      gets that of the others. Without tenants everything is yours.
    </EmptyState>
  );
}
