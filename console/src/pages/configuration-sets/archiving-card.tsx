import { Button, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { useOptions } from "./use-options.ts";

/** A mark under which its messages are found again. */
export function ArchivingCard({ name, set }: SetProps): ReactNode {
  const { account, region } = useSession();
  const { value, change, save, saving } = useOptions(
    { name, set },
    ({ ArchivingOptions }) => ({ arn: ArchivingOptions?.ArchiveArn ?? "" }),
    async ({ arn }) =>
      await putOptions(name, "archiving-options", { ArchiveArn: arn.trim() === "" ? undefined : arn.trim() }),
  );
  return (
    <Card
      title="Archiving"
      description="Its messages are marked with the ARN of an archive, and are found under it among the messages."
    >
      <SaveForm
        saving={saving}
        beside={
          set.ArchivingOptions?.ArchiveArn !== undefined && (
            <Button variant="default" onClick={() => save({ arn: "" })}>
              Remove the archive
            </Button>
          )
        }
      >
        <TextInput
          label="ARN of the archive"
          placeholder={`arn:aws:ses:${region}:${account}:mailmanager-archive/a-receipts`}
          value={value.arn}
          onChange={(event) => change({ arn: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </SaveForm>
    </Card>
  );
}
