import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";

/** The three ways in which a message comes under a set. */
export function UseIt({ name }: { readonly name: string }): ReactNode {
  return (
    <Stack gap="lg">
      <Card title="From code" description="SendEmail and SendBulkEmail name it.">
        <CodeBlock code={sdk(name)} what="the code" />
      </Card>
      <Card title="Over SMTP" description="A field of the message names it; it is not sent on.">
        <CodeBlock code={`X-SES-CONFIGURATION-SET: ${name}`} what="the field" />
      </Card>
      <Card
        title="For all of an identity"
        description="Chosen among the settings of the identity, it holds for messages that name none."
      >
        <CodeBlock
          code={`aws sesv2 put-email-identity-configuration-set-attributes \\\n  --email-identity shop.example --configuration-set-name ${name}`}
          what="the command"
        />
      </Card>
    </Stack>
  );
}

function sdk(name: string): string {
  return `await ses.send(new SendEmailCommand({
  ConfigurationSetName: ${JSON.stringify(name)},
  FromEmailAddress: "hello@shop.example",
  Destination: { ToAddresses: ["you@example.com"] },
  Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello!" } } } },
}));`;
}
