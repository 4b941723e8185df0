import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { usePutOptions } from "./use-put-options.ts";

/** A mark under which its messages are found again. */
export function ArchivingCard({ name, set }: SetProps): ReactNode {
  const { account, region } = useSession();
  const given = set.ArchivingOptions?.ArchiveArn;
  const [arn, setArn] = useState(given ?? "");
  const save = usePutOptions(
    name,
    async (wanted: string) =>
      await putOptions(name, "archiving-options", { ArchiveArn: wanted === "" ? undefined : wanted }),
  );
  const remove = () => {
    setArn("");
    save.mutate("");
  };
  return (
    <Card
      title="Archiving"
      description="Its messages are marked with the ARN of an archive, and are found under it among the messages."
    >
      <SaveForm
        saving={{ ...save, mutate: () => save.mutate(arn.trim()) }}
        beside={
          given !== undefined && (
            <Button variant="default" onClick={remove}>
              Remove
            </Button>
          )
        }
      >
        <TextInput
          label="ARN of the archive"
          placeholder={`arn:aws:ses:${region}:${account}:mailmanager-archive/a-receipts`}
          value={arn}
          onChange={(event) => setArn(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </SaveForm>
    </Card>
  );
}
