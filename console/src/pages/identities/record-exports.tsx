import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { Proof } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { exportFormats } from "./export-formats.ts";

/** The records in the form that a zone file, a tool or a provider's import takes. */
export function RecordExports({ proof }: { readonly proof: Proof }): ReactNode {
  return (
    <Card title="All at once" description="The same records, in the form that your tools take.">
      <Tabs defaultValue={exportFormats[0]?.id ?? ""} keepMounted={false} variant="pills">
        <Tabs.List mb="md">
          {exportFormats.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {exportFormats.map(({ id, name, write }) => (
          <Tabs.Panel key={id} value={id}>
            <CodeBlock code={write(proof.name, proof.records)} what={`the ${name} form`} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  );
}
