import { Button, Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { usePutOptions } from "./use-put-options.ts";

const policies = {
  OPTIONAL: "Links keep their own protocol",
  REQUIRE: "https, for links and for opens",
  REQUIRE_OPEN_ONLY: "https for opens only",
} as const;

type HttpsPolicy = keyof typeof policies;

/** Under which name opens and clicks come back. */
export function TrackingCard({ name, set }: SetProps): ReactNode {
  const { CustomRedirectDomain, HttpsPolicy: given } = set.TrackingOptions ?? {};
  const [domain, setDomain] = useState(CustomRedirectDomain ?? "");
  const [policy, setPolicy] = useState<HttpsPolicy>(given ?? "OPTIONAL");
  const save = usePutOptions(
    name,
    async (wanted: string) =>
      await putOptions(
        name,
        "tracking-options",
        wanted === "" ? {} : { CustomRedirectDomain: wanted, HttpsPolicy: policy },
      ),
  );
  const remove = () => {
    setDomain("");
    save.mutate("");
  };
  return (
    <Card
      title="Tracking"
      description="Opens and clicks are counted for sets with an event destination that wants them. Their links are Signet's, or lead through a domain of your own."
    >
      <SaveForm
        saving={{ ...save, mutate: () => save.mutate(domain.trim()) }}
        beside={
          CustomRedirectDomain !== undefined && (
            <Button variant="default" onClick={remove}>
              Remove
            </Button>
          )
        }
      >
        <TextInput
          label="Domain of the links"
          description="A domain that is verified here, and that leads to this Signet."
          placeholder="links.shop.example"
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          label="Protocol"
          value={policy}
          data={Object.entries(policies).map(([value, label]) => ({ value, label }))}
          onChange={(chosen) => setPolicy((chosen ?? "OPTIONAL") as HttpsPolicy)}
          allowDeselect={false}
          disabled={domain.trim() === ""}
        />
      </SaveForm>
    </Card>
  );
}
