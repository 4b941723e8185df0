import { Checkbox, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { usePutOptions } from "./use-put-options.ts";

type Reason = "BOUNCE" | "COMPLAINT";

/** Whom its messages are kept from. */
export function SuppressionCard({ name, set }: SetProps): ReactNode {
  const own = set.SuppressionOptions;
  const [reasons, setReasons] = useState<string[]>([...(own?.SuppressedReasons ?? ["BOUNCE", "COMPLAINT"])]);
  const hasOwnReasons = own?.SuppressedReasons !== undefined;
  const save = usePutOptions(
    name,
    async () =>
      await putOptions(name, "suppression-options", { ...own, SuppressedReasons: reasons as Reason[] }),
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
      <SaveForm
        saving={{ ...save, mutate: () => save.mutate() }}
        label={hasOwnReasons ? "Save" : "Use these instead"}
      >
        <Checkbox.Group
          label="Nothing is sent to who is on the list because of"
          value={reasons}
          onChange={setReasons}
        >
          <Stack gap="xs" mt="xs">
            <Checkbox value="BOUNCE" label="a bounce: the address does not exist" />
            <Checkbox value="COMPLAINT" label="a complaint: the mail was reported as spam" />
          </Stack>
        </Checkbox.Group>
        {reasons.length === 0 && (
          <Text c="dimmed">Without a reason the list is not looked at for its messages.</Text>
        )}
      </SaveForm>
    </Card>
  );
}
