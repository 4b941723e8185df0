import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { takeResource, tenantResourcesQuery } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { MailName } from "#console/names/mail-name.tsx";
import { GiveForm } from "./give-form.tsx";

interface Kind {
  readonly label: string;
  readonly to: "/identities/$name" | "/configuration-sets/$name" | "/templates/$name";
}

const kinds: Readonly<Record<string, Kind>> = {
  EMAIL_IDENTITY: { label: "Identity", to: "/identities/$name" },
  CONFIGURATION_SET: { label: "Configuration set", to: "/configuration-sets/$name" },
  EMAIL_TEMPLATE: { label: "Template", to: "/templates/$name" },
};

/** What a tenant may send with. */
export function ResourcesCard({ tenant }: { readonly tenant: string }): ReactNode {
  const [giving, givingIs] = useDisclosure(false);
  const list = useInfiniteQuery(tenantResourcesQuery(tenant));
  return (
    <Card
      title="Resources"
      description="What it may send with: identities, configuration sets and templates."
      actions={
        <Button size="xs" variant="default" leftSection={<PlusIcon />} onClick={givingIs.open}>
          Give it a resource
        </Button>
      }
      flush
    >
      <Loaded query={list}>
        {({ pages }) => {
          const resources = pages.flatMap(({ TenantResources = [] }) => TenantResources);
          if (resources.length === 0)
            return (
              <Text c="dimmed" p="var(--inset)">
                None yet: it can send nothing.
              </Text>
            );
          return (
            <Entries>
              {resources.map(({ ResourceArn = "", ResourceType = "" }) => (
                <Resource key={ResourceArn} tenant={tenant} arn={ResourceArn} type={ResourceType} />
              ))}
            </Entries>
          );
        }}
      </Loaded>
      <MoreButton list={list} />
      <Dialog opened={giving} onClose={givingIs.close} title="Give it a resource">
        <GiveForm tenant={tenant} onDone={givingIs.close} />
      </Dialog>
    </Card>
  );
}

interface ResourceProps {
  readonly tenant: string;
  readonly arn: string;
  readonly type: string;
}

function Resource({ tenant, arn, type }: ResourceProps): ReactNode {
  const kind = kinds[type];
  const name = arn.slice(arn.indexOf("/") + 1);
  const take = useChange({
    change: async () => await takeResource(tenant, arn),
    affects: [tenantResourcesQuery(tenant).queryKey],
    done: `${tenant} sends with ${name} no more`,
  });
  return (
    <Entry
      title={
        kind === undefined ? (
          name
        ) : (
          <Link to={kind.to} params={{ name }}>
            <MailName name={name} />
          </Link>
        )
      }
      actions={
        <RowButton
          label="Take away"
          of={name}
          takesAway
          isPending={take.isPending}
          onClick={() => take.mutate()}
        />
      }
    >
      {kind?.label}
    </Entry>
  );
}
