import { SegmentedControl, Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
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
import { useDraft } from "#console/elements/use-draft.ts";
import { type DraftProps, definitionOf, draftOf, targetKinds } from "./destination-draft.ts";
import { TargetFields } from "./target-fields.tsx";

interface DestinationEditorProps {
  readonly set: string;
  /** Empty: one that is to be made. */
  readonly name: string;
  readonly destinations: readonly EventDestination[];
  readonly onClose: () => void;
}

export function DestinationEditor({ set, name, destinations, onClose }: DestinationEditorProps): ReactNode {
  const { region } = useSession();
  const isNew = name === "";
  const { value, change, saving } = useDraft({
    query: eventDestinationsQuery(set),
    there: destinations,
    part: (all) =>
      draftOf(
        all.find(({ Name }) => Name === name),
        region,
      ),
    put: async (draft) => {
      const put = isNew ? createEventDestination : updateEventDestination;
      await put(set, draft.name.trim(), definitionOf(draft));
    },
    after: onClose,
  });
  return (
    <Dialog opened onClose={onClose} title={isNew ? "Add an event destination" : `Edit ${name}`} size="lg">
      <SaveForm saving={saving}>
        <DraftFields draft={value} isNew={isNew} onChange={change} />
      </SaveForm>
    </Dialog>
  );
}

function DraftFields({ draft, isNew, onChange }: DraftProps & { readonly isNew: boolean }): ReactNode {
  return (
    <>
      {isNew && (
        <TextInput
          label="Name"
          placeholder="to-the-shop"
          value={draft.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          required
          autoComplete="off"
          data-autofocus
        />
      )}
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
