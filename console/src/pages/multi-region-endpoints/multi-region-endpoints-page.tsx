import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { MixIcon, PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  deleteMultiRegionEndpoint,
  type EndpointListed,
  multiRegionEndpointsKey,
  multiRegionEndpointsQuery,
} from "#console/api/multi-region-endpoints.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { Page } from "#console/elements/page.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { EndpointForm } from "./endpoint-form.tsx";

/** Names under which messages leave from either of two regions. */
export function MultiRegionEndpointsPage(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  const [deleting, setDeleting] = useState<EndpointListed>();
  const list = useInfiniteQuery(multiRegionEndpointsQuery);
  return (
    <Page
      title="Multi-region endpoints"
      subtitle="What is sent with an endpoint's id leaves from one of its two regions, and from the other where the first refuses it. Identities, sets and templates have to be in both."
      actions={
        <Button leftSection={<PlusIcon />} onClick={creatingIs.open}>
          Create
        </Button>
      }
    >
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const endpoints = pages.flatMap(({ MultiRegionEndpoints = [] }) => MultiRegionEndpoints);
            if (endpoints.length === 0) return <NoEndpoints onCreate={creatingIs.open} />;
            return (
              <Entries>
                {endpoints.map((endpoint) => (
                  <EndpointEntry key={endpoint.EndpointId} endpoint={endpoint} onDelete={setDeleting} />
                ))}
              </Entries>
            );
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a multi-region endpoint">
        <EndpointForm onDone={creatingIs.close} />
      </Dialog>
      <ConfirmDeletion
        of={deleting}
        onClose={() => setDeleting(undefined)}
        title={({ EndpointName }) => `Delete ${EndpointName}?`}
        remove={async ({ EndpointName = "" }) => await deleteMultiRegionEndpoint(EndpointName)}
        affects={[multiRegionEndpointsKey]}
        done="The endpoint is gone"
      >
        Programs that send with its id are refused.
      </ConfirmDeletion>
    </Page>
  );
}

interface EndpointEntryProps {
  readonly endpoint: EndpointListed;
  readonly onDelete: (endpoint: EndpointListed) => void;
}

function EndpointEntry({ endpoint, onDelete }: EndpointEntryProps): ReactNode {
  const { EndpointName: name = "", EndpointId: id = "", Regions = [] } = endpoint;
  return (
    <Entry
      title={name}
      actions={<RowButton label="Delete" of={name} takesAway onClick={() => onDelete(endpoint)} />}
    >
      {Regions.join(" and ")}
      <div>
        <Copyable value={id} what={`the id of ${name}`} />
      </div>
    </Entry>
  );
}

function NoEndpoints({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<MixIcon />}
      title="No multi-region endpoints in this region"
      actions={<Button onClick={onCreate}>Create the first</Button>}
    >
      Programs name one by the EndpointId of SendEmail or SendBulkEmail; their SDK signs for all regions then.
    </EmptyState>
  );
}
