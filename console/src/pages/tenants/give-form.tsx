import { Autocomplete, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { configurationSetsQuery, namesOfSets } from "#console/api/configuration-sets.ts";
import { identitiesQuery } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { templatesQuery } from "#console/api/templates.ts";
import { giveResource, tenantResourcesQuery } from "#console/api/tenants.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

const kinds = [
  { value: "identity", label: "Identity" },
  { value: "configuration-set", label: "Configuration set" },
  { value: "template", label: "Template" },
];

interface GiveFormProps {
  readonly tenant: string;
  readonly onDone: () => void;
}

export function GiveForm({ tenant, onDone }: GiveFormProps): ReactNode {
  const { account, region } = useSession();
  const [kind, setKind] = useState("identity");
  const [name, setName] = useState("");
  const give = useChange({
    change: async () => await giveResource(tenant, `arn:aws:ses:${region}:${account}:${kind}/${name.trim()}`),
    affects: [tenantResourcesQuery(tenant).queryKey],
    done: `${tenant} may send with ${name.trim()}`,
    tellsFailure: false,
    after: onDone,
  });
  const known = useNames(kind);
  return (
    <SaveForm saving={give} label="Give">
      <Select
        label="Kind"
        data={kinds}
        value={kind}
        allowDeselect={false}
        onChange={(chosen) => {
          setKind(chosen ?? "identity");
          setName("");
        }}
      />
      <Autocomplete
        label="Name"
        placeholder="Choose one, or type its name"
        data={known}
        value={name}
        onChange={setName}
        limit={20}
        required
        data-autofocus
      />
    </SaveForm>
  );
}

/** Of the first page of each kind; any other can be typed. */
function useNames(kind: string): string[] {
  const identities = useInfiniteQuery({ ...identitiesQuery(), enabled: kind === "identity" });
  const sets = useInfiniteQuery({ ...configurationSetsQuery(), enabled: kind === "configuration-set" });
  const templates = useInfiniteQuery({ ...templatesQuery(), enabled: kind === "template" });
  if (kind === "identity")
    return identities.data?.pages.flatMap(({ identities: some }) => some.map((one) => one.name)) ?? [];
  if (kind === "configuration-set") return namesOfSets(sets.data);
  const pages = templates.data?.pages ?? [];
  return pages.flatMap(({ templates }) => templates.map(({ name }) => name));
}
