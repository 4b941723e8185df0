import { Button, Group, Tabs, TextInput } from "@mantine/core";
import { ExclamationTriangleIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import type { TemplateParts } from "#console/api/templates.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeArea } from "#console/elements/code-area.tsx";
import { sampleDataFor } from "./sample-data.ts";

interface PartEditorProps {
  readonly parts: TemplateParts;
  readonly data: string;
  readonly faults: Readonly<Record<keyof TemplateParts | "data", string | undefined>>;
  readonly onParts: (change: Partial<TemplateParts>) => void;
  readonly onData: (data: string) => void;
}

const rows = { minRows: 18, maxRows: 28 };

/** Where the parts and the test data are written. What is wrong with one is said at it, and marked at its tab. */
export function PartEditor({ parts, data, faults, onParts, onData }: PartEditorProps): ReactNode {
  return (
    <Card title="Template">
      <TextInput
        label="Subject"
        value={parts.subject}
        error={faults.subject}
        onChange={(event) => onParts({ subject: event.currentTarget.value })}
        autoComplete="off"
      />
      <Tabs defaultValue="html" mt="md" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="html" rightSection={<Mark fault={faults.html} />}>
            HTML
          </Tabs.Tab>
          <Tabs.Tab value="text" rightSection={<Mark fault={faults.text} />}>
            Text
          </Tabs.Tab>
          <Tabs.Tab value="data" rightSection={<Mark fault={faults.data} />}>
            Test data
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="html">
          <CodeArea
            {...rows}
            aria-label="HTML"
            value={parts.html}
            error={faults.html}
            onChange={(event) => onParts({ html: event.currentTarget.value })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <CodeArea
            {...rows}
            aria-label="Text"
            value={parts.text}
            error={faults.text}
            onChange={(event) => onParts({ text: event.currentTarget.value })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <CodeArea
            {...rows}
            aria-label="Test data"
            value={data}
            error={faults.data}
            onChange={(event) => onData(event.currentTarget.value)}
          />
          <Group mt="sm">
            <Button size="xs" variant="default" onClick={() => onData(sampleDataFor(parts))}>
              Fill in what the template names
            </Button>
          </Group>
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

function Mark({ fault }: { readonly fault: string | undefined }): ReactNode {
  if (fault === undefined) return null;
  return <ExclamationTriangleIcon aria-label="has a fault" color="var(--mantine-color-red-6)" />;
}
