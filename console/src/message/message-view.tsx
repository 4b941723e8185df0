import { Badge, Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { MessageParts } from "#console/api/inbox.ts";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import classes from "./message-view.module.css";
import { RenderedMessage } from "./rendered-message.tsx";
import { SignatureVerdicts } from "./signature-verdicts.tsx";

interface MessageViewProps {
  readonly parts: MessageParts;
  /** Where a browser itself may have a part of it: `rendered`, `source`, `attachments/0`. */
  readonly partAt: (part: string, query?: Readonly<Record<string, string>>) => string;
}

/** A message from every side: as it looks, as text, its fields, its source. */
export function MessageView({ parts, partAt }: MessageViewProps): ReactNode {
  const { html, text, headers, source, attachments, signatures } = parts;
  const attached = attachments ?? [];
  return (
    <Tabs defaultValue={html === null ? "text" : "html"} className={classes["tabs"]} keepMounted={false}>
      <Tabs.List className={classes["list"]}>
        {html !== null && <Tabs.Tab value="html">Preview</Tabs.Tab>}
        <Tabs.Tab value="text">Text</Tabs.Tab>
        <Tabs.Tab value="headers">Headers</Tabs.Tab>
        <Tabs.Tab value="source">Source</Tabs.Tab>
        {signatures !== undefined && <Tabs.Tab value="signatures">Signatures</Tabs.Tab>}
        {attached.length > 0 && (
          <Tabs.Tab value="attachments" rightSection={<Badge variant="default">{attached.length}</Badge>}>
            Attachments
          </Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value="html">
        <RenderedMessage addressFor={(query) => partAt("rendered", query)} />
      </Tabs.Panel>
      <Tabs.Panel value="text" p="var(--inset)">
        <pre className={classes["text"]}>{text ?? "It has no part in plain text."}</pre>
      </Tabs.Panel>
      <Tabs.Panel value="headers" p="var(--inset)">
        <Facts facts={(headers ?? []).map(({ name, value }) => [name, value])} />
      </Tabs.Panel>
      <Tabs.Panel value="source" p="var(--inset)">
        <CodeBlock code={source ?? "It is too large to be shown here; download it."} what="the source" />
      </Tabs.Panel>
      <Tabs.Panel value="signatures" p="var(--inset)">
        <SignatureVerdicts signatures={signatures ?? []} />
      </Tabs.Panel>
      <Tabs.Panel value="attachments" p="var(--inset)">
        <AttachmentList attachments={attached} partAt={partAt} />
      </Tabs.Panel>
    </Tabs>
  );
}
