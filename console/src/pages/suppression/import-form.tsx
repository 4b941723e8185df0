import { FileInput, List, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { importSuppressionCsv, suppressionKey, type TenantOfList } from "#console/api/suppression.ts";
import { CodeArea } from "#console/elements/code-area.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** A file, or lines that are pasted; what is wrong with a line is said with its number. */
export function ImportForm({
  tenant,
  onDone,
}: {
  readonly tenant: TenantOfList;
  readonly onDone: () => void;
}): ReactNode {
  const [csv, setCsv] = useState("");
  const run = useChange({
    change: async () => await importSuppressionCsv(tenant, csv),
    affects: [suppressionKey],
    done: ({ written }) => `${written} on the list`,
    tellsFailure: false,
    after: ({ refused }) => {
      if (refused.length === 0) onDone();
    },
  });
  const refused = run.data?.refused ?? [];
  return (
    <SaveForm saving={run} label="Import">
      <FileInput
        label="File"
        placeholder="Choose a CSV file"
        accept=".csv,text/csv,text/plain"
        clearable
        clearButtonProps={{ "aria-label": "Choose none" }}
        onChange={(file) => void file?.text().then(setCsv)}
      />
      <CodeArea
        label="Or its lines"
        placeholder={"gone@example.com,BOUNCE\nangry@example.com,COMPLAINT"}
        value={csv}
        onChange={(event) => setCsv(event.currentTarget.value)}
        minRows={6}
        maxRows={14}
        required
        data-autofocus
      />
      {refused.length > 0 && (
        <div role="alert">
          <Text fw={550}>{run.data?.written} are on the list. These lines were not taken:</Text>
          <List size="sm" mt="xs">
            {refused.map(({ line, message }) => (
              <List.Item key={line}>
                Line {line}: {message}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </SaveForm>
  );
}
