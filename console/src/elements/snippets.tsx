import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { Card } from "./card.tsx";
import { CodeBlock } from "./code-block.tsx";

export interface Snippet {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

interface SnippetsProps {
  readonly title: string;
  readonly description: ReactNode;
  readonly snippets: readonly Snippet[];
}

/** The same thing in several languages, to be pasted. */
export function Snippets({ title, description, snippets }: SnippetsProps): ReactNode {
  return (
    <Card title={title} description={description}>
      <Tabs defaultValue={snippets[0]?.id ?? ""} keepMounted={false} variant="pills">
        <Tabs.List mb="md">
          {snippets.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ id, name, code }) => (
          <Tabs.Panel key={id} value={id}>
            <CodeBlock code={code} what={`the ${name} example`} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  );
}
