import { Button, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { useOptions } from "./use-options.ts";

const policies = {
  OPTIONAL: "Links keep their own protocol",
  REQUIRE: "https, for links and for opens",
  REQUIRE_OPEN_ONLY: "https for opens only",
} as const;

type HttpsPolicy = keyof typeof policies;

/** Under which name opens and clicks come back. */
export function TrackingCard({ name, set }: SetProps): ReactNode {
  const { value, change, save, saving } = useOptions({ name, set }, draftOf, async ({ domain, policy }) => {
    const wanted = domain.trim();
    const options = wanted === "" ? {} : { CustomRedirectDomain: wanted, HttpsPolicy: policy };
    await putOptions(name, "tracking-options", options);
  });
  return (
    <Card
      title="Tracking"
      description="Opens and clicks are counted for sets with an event destination that wants them. Their links are Signet's, or lead through a domain of your own."
    >
      <SaveForm
        saving={saving}
        beside={
          set.TrackingOptions?.CustomRedirectDomain !== undefined && (
            <Button variant="default" onClick={() => save({ ...value, domain: "" })}>
              Remove the domain
            </Button>
          )
        }
      >
        <TextInput
          label="Domain of the links"
          description="A domain that is verified here, and that leads to this Signet."
          placeholder="links.shop.example"
          value={value.domain}
          onChange={(event) => change({ domain: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          label="Protocol"
          value={value.policy}
          data={Object.entries(policies).map(([value, label]) => ({ value, label }))}
          onChange={(chosen) => change({ policy: (chosen ?? "OPTIONAL") as HttpsPolicy })}
          allowDeselect={false}
          disabled={value.domain.trim() === ""}
        />
      </SaveForm>
    </Card>
  );
}

function draftOf({ TrackingOptions }: SetProps["set"]) {
  const { CustomRedirectDomain: domain = "", HttpsPolicy } = TrackingOptions ?? {};
  const policy: HttpsPolicy = HttpsPolicy ?? "OPTIONAL";
  return { domain, policy };
}
