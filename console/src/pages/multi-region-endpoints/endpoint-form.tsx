import { Autocomplete, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { knownRegions } from "#console/api/known-regions.ts";
import {
  createMultiRegionEndpoint,
  multiRegionEndpointsKey,
  type NewEndpoint,
} from "#console/api/multi-region-endpoints.ts";
import { useSession } from "#console/api/session.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function EndpointForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { region: primary } = useSession();
  const [draft, setDraft] = useState<NewEndpoint>({ name: "", region: "" });
  const creation = useChange({
    change: async () =>
      await createMultiRegionEndpoint({ name: draft.name.trim(), region: draft.region.trim() }),
    affects: [multiRegionEndpointsKey],
    done: `${draft.name.trim()} is there`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={creation} label="Create">
      <TextInput
        label="Name"
        placeholder="both-coasts"
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        required
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <Autocomplete
        label="Second region"
        description={`The first is this one, ${primary}.`}
        data={knownRegions.filter((region) => region !== primary)}
        value={draft.region}
        onChange={(region) => setDraft({ ...draft, region })}
        required
      />
    </SaveForm>
  );
}
