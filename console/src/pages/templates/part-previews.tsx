import { Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  type PartPreview,
  sourcePreviewQuery,
  type TemplateParts,
  type TemplatePreview,
} from "#console/api/templates.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeBlock } from "#console/elements/code-block.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { type Width, WidthChoice } from "#console/message/width-choice.tsx";
import { faultOf, renderedOf } from "./fault-of.ts";
import { PreviewFrame } from "./preview-frame.tsx";
import classes from "./template-page.module.css";

interface PartPreviewsProps {
  readonly preview: TemplatePreview | undefined;
  readonly error: Error | null;
  readonly draft: { readonly parts: TemplateParts; readonly data: string };
}

/** What a recipient would get. */
export function PartPreviews({ preview, error, draft }: PartPreviewsProps): ReactNode {
  const [width, setWidth] = useState<Width>("desktop");
  return (
    <Card title="Preview" actions={<WidthChoice width={width} onChange={setWidth} />} flush>
      {error !== null && <FailureNotice error={error} />}
      <div className={classes["subject"]}>
        <Text size="xs" c="dimmed">
          Subject
        </Text>
        <Rendered part={preview?.subject} absent="without a subject">
          {(subject) => <Text fw={600}>{subject}</Text>}
        </Rendered>
      </div>
      <Tabs defaultValue="html" keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="html">HTML</Tabs.Tab>
          <Tabs.Tab value="text">Text</Tabs.Tab>
          <Tabs.Tab value="source">Source</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="html">
          <Rendered part={preview?.html} absent="It has no HTML part.">
            {(html) => <PreviewFrame html={html} width={width} />}
          </Rendered>
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <Rendered part={preview?.text} absent="It has no part in plain text.">
            {(text) => <pre className={classes["text"]}>{text}</pre>}
          </Rendered>
        </Tabs.Panel>
        <Tabs.Panel value="source" p="var(--inset)">
          <SourcePreview {...draft} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

/** The whole message, in all its parts. */
function SourcePreview({ parts, data }: PartPreviewsProps["draft"]): ReactNode {
  const query = useQuery(sourcePreviewQuery(parts, data));
  return <Loaded query={query}>{(source) => <CodeBlock code={source} what="the source" />}</Loaded>;
}

interface RenderedProps {
  readonly part: PartPreview | null | undefined;
  readonly absent: string;
  readonly children: (rendered: string) => ReactNode;
}

function Rendered({ part, absent, children }: RenderedProps): ReactNode {
  const rendered = renderedOf(part);
  if (rendered !== undefined) return children(rendered);
  return (
    <Text c="dimmed" className={classes["absent"]}>
      {faultOf(part) ?? absent}
    </Text>
  );
}
