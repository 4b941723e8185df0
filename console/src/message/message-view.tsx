import { Badge, Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { MessageParts } from "#console/api/inbox.ts";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import classes from "./message-view.module.css";
import { RenderedMessage } from "./rendered-message.tsx";

interface MessageViewProps {
  readonly parts: MessageParts;
  /** Where the rendered message is to be had, in a sandbox. */
  readonly renderedAt: string;
  /** Where each attachment is to be had; undefined where they cannot be had one by one. */
  readonly attachmentAt?: (index: number) => string;
}

/** A message from every side: as it looks, as text, its fields, its source. */
export function MessageView({ parts, renderedAt, attachmentAt }: MessageViewProps): ReactNode {
  const { html, text, headers, source, attachments } = parts;
  const attached = attachments ?? [];
  return (
    <Tabs defaultValue={html === null ? "text" : "html"} className={classes["tabs"]} keepMounted={false}>
      <Tabs.List className={classes["list"]}>
        {html !== null && <Tabs.Tab value="html">Preview</Tabs.Tab>}
        <Tabs.Tab value="text">Text</Tabs.Tab>
        <Tabs.Tab value="headers">Headers</Tabs.Tab>
        <Tabs.Tab value="source">Source</Tabs.Tab>
        {attached.length > 0 && (
          <Tabs.Tab value="attachments" rightSection={<Badge variant="default">{attached.length}</Badge>}>
            Attachments
          </Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value="html">
        <RenderedMessage address={renderedAt} />
      </Tabs.Panel>
      <Tabs.Panel value="text" p="md">
        <pre className={classes["text"]}>{text ?? "It has no part in plain text."}</pre>
      </Tabs.Panel>
      <Tabs.Panel value="headers" p="md">
        <Facts facts={(headers ?? []).map(({ name, value }) => [name, value])} />
      </Tabs.Panel>
      <Tabs.Panel value="source" p="md">
        <CodeBlock code={source ?? "It is too large to be shown here; download it."} what="the source" />
      </Tabs.Panel>
      <Tabs.Panel value="attachments" p="md">
        <AttachmentList attachments={attached} {...(attachmentAt === undefined ? {} : { attachmentAt })} />
      </Tabs.Panel>
    </Tabs>
  );
}
