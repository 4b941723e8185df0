import { Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type ExportFormat, exportFormats, exportHints, exportQuery } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { Loaded } from "#console/elements/loaded.tsx";

/** The records in the form that a zone file, a tool or a provider's import takes. */
export function RecordExports({ name }: { readonly name: string }): ReactNode {
  const [format, setFormat] = useState<ExportFormat>("zone");
  const query = useQuery(exportQuery(name, format));
  return (
    <Card title="All at once" description="The same records, in the form that your tools take.">
      <Tabs value={format} onChange={(chosen) => setFormat(chosen as ExportFormat)} variant="pills">
        <Tabs.List mb="md">
          {Object.entries(exportFormats).map(([id, label]) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(exportFormats).map(([id, label]) => (
          <Tabs.Panel key={id} value={id}>
            {id === format && (
              <>
                {exportHints[format] !== undefined && (
                  <Text c="dimmed" mb="sm">
                    {exportHints[format]}
                  </Text>
                )}
                <Loaded query={query}>{(text) => <CodeBlock code={text} what={label} />}</Loaded>
              </>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  );
}
