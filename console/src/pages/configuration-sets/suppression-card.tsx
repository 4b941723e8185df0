import { Checkbox, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { useOptions } from "./use-options.ts";

type Reason = "BOUNCE" | "COMPLAINT";

/** Whom its messages are kept from. */
export function SuppressionCard({ name, set }: SetProps): ReactNode {
  const hasOwnReasons = set.SuppressionOptions?.SuppressedReasons !== undefined;
  const { value, change, saving } = useOptions(
    { name, set },
    ({ SuppressionOptions }) => ({
      reasons: SuppressionOptions?.SuppressedReasons ?? (["BOUNCE", "COMPLAINT"] as const),
    }),
    async ({ reasons }, { SuppressionOptions }) =>
      await putOptions(name, "suppression-options", { ...SuppressionOptions, SuppressedReasons: reasons }),
  );
  return (
    <Card
      title="Suppression"
      description={
        hasOwnReasons
          ? "The set's own settings hold, in place of the account's."
          : "The account's settings hold, until the set is given settings of its own."
      }
    >
      <SaveForm saving={saving} label={hasOwnReasons ? "Save" : "Use these instead"}>
        <Checkbox.Group
          label="Nothing is sent to who is on the list because of"
          value={[...value.reasons]}
          onChange={(reasons) => change({ reasons: reasons as Reason[] })}
        >
          <Stack gap="xs" mt="xs">
            <Checkbox value="BOUNCE" label="a bounce: the address does not exist" />
            <Checkbox value="COMPLAINT" label="a complaint: the mail was reported as spam" />
          </Stack>
        </Checkbox.Group>
        {value.reasons.length === 0 && (
          <Text c="dimmed">Without a reason the list is not looked at for its messages.</Text>
        )}
      </SaveForm>
    </Card>
  );
}
