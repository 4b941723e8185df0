import { SegmentedControl, Switch, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import {
  createEventDestination,
  type EventDestination,
  type EventType,
  eventDestinationsQuery,
  eventNames,
  updateEventDestination,
} from "#console/api/event-destinations.ts";
import { useSession } from "#console/api/session.ts";
import { CheckList } from "#console/elements/check-list.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { type DraftProps, definitionOf, draftOf, targetKinds } from "./destination-draft.ts";
import { TargetFields } from "./target-fields.tsx";

interface DestinationEditorProps {
  readonly set: string;
  /** Undefined: one that is to be made. */
  readonly destination: EventDestination | undefined;
  readonly onClose: () => void;
}

export function DestinationEditor({ set, destination, onClose }: DestinationEditorProps): ReactNode {
  const { region } = useSession();
  const [draft, setDraft] = useState(() => draftOf(destination, region));
  const save = useChange({
    change: async () => {
      const put = destination === undefined ? createEventDestination : updateEventDestination;
      await put(set, draft.name.trim(), definitionOf(draft));
    },
    affects: [eventDestinationsQuery(set).queryKey],
    done: "Saved",
    tellsFailure: false,
    after: onClose,
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={destination === undefined ? "Add an event destination" : `Edit ${draft.name}`}
      size="lg"
    >
      <SaveForm saving={{ ...save, mutate: () => save.mutate() }}>
        <DraftFields
          draft={draft}
          isNew={destination === undefined}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
      </SaveForm>
    </Dialog>
  );
}

function DraftFields({ draft, isNew, onChange }: DraftProps & { readonly isNew: boolean }): ReactNode {
  return (
    <>
      <TextInput
        label="Name"
        placeholder="to-the-shop"
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        disabled={!isNew}
        required
        autoComplete="off"
        data-autofocus
      />
      <CheckList
        label="Told of"
        choices={Object.entries(eventNames).map(([value, label]) => ({ value, label }))}
        chosen={draft.types}
        onChange={(types) => onChange({ types: types as EventType[] })}
      />
      <SegmentedControl
        aria-label="Kind of destination"
        fullWidth
        value={draft.kind}
        data={[...targetKinds]}
        onChange={(kind) => onChange({ kind })}
      />
      <TargetFields draft={draft} onChange={onChange} />
      <Switch
        label="On"
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}
