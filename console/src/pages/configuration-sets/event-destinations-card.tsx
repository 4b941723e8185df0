import { Button, Switch } from "@mantine/core";
import { BellIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import {
  deleteEventDestination,
  type EventDestination,
  eventDestinationsQuery,
  eventNames,
  switchEventDestination,
} from "#console/api/event-destinations.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { kindName, targetName } from "./destination-draft.ts";
import { DestinationEditor } from "./destination-editor.tsx";

/** Who is told of what becomes of the set's messages. */
export function EventDestinationsCard({ set }: { readonly set: string }): ReactNode {
  const query = useQuery(eventDestinationsQuery(set));
  const [editing, setEditing] = useState<string>();
  const [deleting, setDeleting] = useState<string>();
  return (
    <Card
      title="Event destinations"
      description={
        <>
          Each is told of the events it wants, at least once and in order. What the subscribers of Signet's
          own topics answered is under <Link to="/events">Topics and webhooks</Link>.
        </>
      }
      actions={
        <Button size="xs" variant="default" onClick={() => setEditing("")}>
          Add a destination
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(destinations) =>
          destinations.length === 0 ? (
            <NoDestinations onAdd={() => setEditing("")} />
          ) : (
            <DestinationList
              set={set}
              destinations={destinations}
              onEdit={setEditing}
              onDelete={setDeleting}
            />
          )
        }
      </Loaded>
      {editing !== undefined && query.data !== undefined && (
        <DestinationEditor
          set={set}
          name={editing}
          destinations={query.data}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDeletion
        of={deleting}
        onClose={() => setDeleting(undefined)}
        title={(name) => `Remove ${name}?`}
        label="Remove"
        remove={async (name) => await deleteEventDestination(set, name)}
        affects={[eventDestinationsQuery(set).queryKey]}
        done={(name) => `${name} is gone`}
      >
        It is told of nothing more, not even of what it has not been told yet.
      </ConfirmDeletion>
    </Card>
  );
}

function NoDestinations({ onAdd }: { readonly onAdd: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<BellIcon />}
      title="Nobody is told"
      actions={<Button onClick={onAdd}>Add a destination</Button>}
    >
      Have deliveries, bounces and complaints told to an SNS topic (Signet has its own), Firehose, EventBridge
      or CloudWatch.
    </EmptyState>
  );
}

interface DestinationListProps {
  readonly set: string;
  readonly destinations: readonly EventDestination[];
  readonly onEdit: (name: string) => void;
  readonly onDelete: (name: string) => void;
}

function DestinationList({ set, destinations, onEdit, onDelete }: DestinationListProps): ReactNode {
  const toggle = useChange({
    change: async ([name, isOn]: readonly [string, boolean]) => await switchEventDestination(set, name, isOn),
    affects: [eventDestinationsQuery(set).queryKey],
    done: (_, [name, isOn]) => `${name} is ${isOn ? "on" : "off"}`,
  });
  return (
    <Entries>
      {destinations.map((destination) => {
        const { Name: name = "", Enabled = false, MatchingEventTypes = [] } = destination;
        return (
          <Entry
            key={name}
            title={
              <>
                <Link to="/configuration-sets/$name/$destination" params={{ name: set, destination: name }}>
                  {name}
                </Link>
                <StatusBadge tone="neutral">{kindName(destination)}</StatusBadge>
              </>
            }
            actions={
              <>
                <Switch
                  aria-label={`${name} is told`}
                  checked={Enabled}
                  disabled={toggle.isPending}
                  onChange={(event) => toggle.mutate([name, event.currentTarget.checked])}
                />
                <RowButton label="Edit" of={name} onClick={() => onEdit(name)} />
                <RowButton label="Remove" of={name} takesAway onClick={() => onDelete(name)} />
              </>
            }
          >
            <div>{MatchingEventTypes.map((type) => eventNames[type]).join(", ")}</div>
            <div>{targetName(destination)}</div>
          </Entry>
        );
      })}
    </Entries>
  );
}
