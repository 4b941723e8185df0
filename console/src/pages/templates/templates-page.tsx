import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { FileTextIcon, PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { createTemplate, type ListedTemplate, templatesKey, templatesQuery } from "#console/api/templates.ts";
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
import { TableHead } from "#console/elements/table-head.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { starter } from "./starter.ts";

/** Messages with gaps, kept by name. */
export function TemplatesPage(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  const { name } = useSearch({ from: "/templates" });
  const navigate = useNavigate();
  const list = useInfiniteQuery(templatesQuery(name));
  return (
    <Page
      title="Templates"
      subtitle="Messages with gaps, which SendEmail and SendBulkEmail fill in for each recipient."
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
            void navigate({ to: "/templates", search: sought === "" ? {} : { name: sought }, replace: true })
          }
        />
      </Filters>
      <Found list={list} isNarrowed={name !== undefined} count={({ templates }) => templates.length} />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const found = pages.flatMap(({ templates }) => templates);
            if (found.length > 0) return <TemplateTable templates={found} />;
            return name === undefined ? <NoTemplates onCreate={creatingIs.open} /> : <NothingMatches />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
      <Dialog
        opened={creating}
        onClose={creatingIs.close}
        title="Create a template"
        description="It begins as a short example, which you write over."
      >
        <CreateTemplate />
      </Dialog>
    </Page>
  );
}

function TemplateTable({ templates }: { readonly templates: readonly ListedTemplate[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", "Created"]} />
      <Table.Tbody>
        {templates.map(({ name, created_at }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <NameWithIcon icon={<FileTextIcon />}>
                <Link to="/templates/$name" params={{ name }}>
                  {name}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td>
              <RelativeTime at={created_at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CreateTemplate(): ReactNode {
  const navigate = useNavigate();
  const creation = useChange({
    change: async (name: string) => await createTemplate(name, starter),
    affects: [templatesKey],
    tellsFailure: false,
    after: async (_, name) => await navigate({ to: "/templates/$name", params: { name } }),
  });
  return (
    <NameForm
      label="Name"
      placeholder="welcome"
      description="Letters, digits, hyphens and underscores; it is what your code names."
      button="Create"
      creation={creation}
    />
  );
}

function NothingMatches(): ReactNode {
  return (
    <EmptyState icon={<FileTextIcon />} title="Nothing matches">
      No template in this region has this in its name.
    </EmptyState>
  );
}

function NoTemplates({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<FileTextIcon />}
      title="No templates in this region"
      actions={<Button onClick={onCreate}>Create the first</Button>}
    >
      Write a message once, with <code>{"{{name}}"}</code> where something is to be filled in, and see what
      becomes of it as you type.
    </EmptyState>
  );
}
