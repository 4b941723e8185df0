import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { SmtpSettings } from "#console/api/smtp.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { snippets } from "./snippets.ts";

/** The same message from common languages, to be pasted and tried. */
export function SmtpSnippets({ settings }: { readonly settings: SmtpSettings }): ReactNode {
  const facts = {
    host: settings.host,
    port: settings.port,
    user: "USER_NAME",
    password: "PASSWORD",
    trustsAnyCertificate: settings.certificate?.self_signed === true,
  };
  return (
    <Card title="To paste and try" description="The sender has to be one of your identities.">
      <Tabs defaultValue={snippets[0]?.id ?? ""} keepMounted={false} variant="pills">
        <Tabs.List mb="md">
          {snippets.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ id, name, write }) => (
          <Tabs.Panel key={id} value={id}>
            <CodeBlock code={write(facts)} what={`the ${name} example`} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  );
}
