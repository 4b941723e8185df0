import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { MixerHorizontalIcon, PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  configurationSetsKey,
  configurationSetsQuery,
  createConfigurationSet,
  type SetListed,
} from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Filters } from "#console/elements/filters.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { SearchField } from "#console/elements/search-field.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** Rules that messages are sent under, each set by its name. */
export function ConfigurationSetsPage(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  const { name } = useSearch({ from: "/configuration-sets" });
  const navigate = useNavigate();
  const list = useInfiniteQuery(configurationSetsQuery({ name }));
  return (
    <Page
      title="Configuration sets"
      subtitle="How messages are delivered, tracked and told about. A message names its set, or has that of its identity."
      actions={
        <Button leftSection={<PlusIcon />} onClick={creatingIs.open}>
          Create
        </Button>
      }
    >
      <Filters>
        <SearchField
          label="Search by name"
          sought={name}
          onSeek={(sought) =>
            void navigate({
              to: "/configuration-sets",
              search: sought === "" ? {} : { name: sought },
              replace: true,
            })
          }
        />
      </Filters>
      <Found
        list={list}
        isNarrowed={name !== undefined}
        count={({ configuration_sets }) => configuration_sets.length}
      />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const sets = pages.flatMap(({ configuration_sets }) => configuration_sets);
            if (sets.length > 0) return <SetTable sets={sets} />;
            return name === undefined ? <NoSets onCreate={creatingIs.open} /> : <NothingMatches />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a configuration set">
        <CreateSet />
      </Dialog>
    </Page>
  );
}

function SetTable({ sets }: { readonly sets: readonly SetListed[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", "Sending", { wide: "Created" }]} />
      <Table.Tbody>
        {sets.map(({ name, created_at, sending_enabled }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <NameWithIcon icon={<MixerHorizontalIcon />}>
                <Link to="/configuration-sets/$name" params={{ name }}>
                  {name}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td>
              {sending_enabled ? (
                <StatusBadge tone="good">On</StatusBadge>
              ) : (
                <StatusBadge tone="waiting">Off</StatusBadge>
              )}
            </Table.Td>
            <Table.Td data-wide>
              <RelativeTime at={created_at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CreateSet(): ReactNode {
  const navigate = useNavigate();
  const creation = useChange({
    change: createConfigurationSet,
    affects: [configurationSetsKey],
    tellsFailure: false,
    after: async (_, name) => await navigate({ to: "/configuration-sets/$name", params: { name } }),
  });
  return (
    <NameForm
      label="Name"
      placeholder="newsletter"
      description="Letters, digits, hyphens and underscores. It stays as it is."
      button="Create"
      creation={creation}
    />
  );
}

function NoSets({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<MixerHorizontalIcon />}
      title="No configuration sets in this region"
      actions={<Button onClick={onCreate}>Create the first</Button>}
    >
      One for each kind of mail is usual: receipts that must be encrypted, a newsletter whose opens are
      counted. A message without a set is delivered all the same.
    </EmptyState>
  );
}

function NothingMatches(): ReactNode {
  return (
    <EmptyState icon={<MixerHorizontalIcon />} title="Nothing matches">
      No configuration set in this region has this in its name.
    </EmptyState>
  );
}
