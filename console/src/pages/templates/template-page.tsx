import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { useSession } from "#console/api/session.ts";
import {
  previewQuery,
  type Template,
  type TemplateParts,
  type TemplatePreview,
  templateQuery,
  templatesKey,
  updateTemplate,
} from "#console/api/templates.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { OvertakenNotice } from "#console/elements/overtaken-notice.tsx";
import { Page } from "#console/elements/page.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { TagsCard } from "#console/elements/tags-card.tsx";
import { useDraft } from "#console/elements/use-draft.ts";
import { DeleteTemplate } from "./delete-template.tsx";
import { faultOf, renderedOf } from "./fault-of.ts";
import { PartEditor } from "./part-editor.tsx";
import { PartPreviews } from "./part-previews.tsx";
import { sampleDataFor } from "./sample-data.ts";
import { SendTest } from "./send-test.tsx";
import classes from "./template-page.module.css";

/** One template while it is written, beside what becomes of it. */
export function TemplatePage(): ReactNode {
  const { name } = useParams({ from: "/templates/$name" });
  const query = useQuery(templateQuery(name));
  if (query.data !== undefined) return <Editor key={name} name={name} template={query.data} />;
  return (
    <Page title={name} back={back}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

const back = { to: "/templates", label: "Templates" } as const;
const pauseMs = 200;

function Editor({ name, template }: { readonly name: string; readonly template: Template }): ReactNode {
  const {
    value: parts,
    isChanged,
    change,
    saving,
  } = useDraft({
    query: templateQuery(name),
    there: template,
    part: partsOf,
    put: async (wanted) => await updateTemplate(name, wanted),
    affects: [templatesKey],
  });
  const [data, setData] = useState(() => sampleDataFor(parts));
  const { account, region } = useSession();
  const { seen, preview, isOfDraft } = usePreview(parts, data);
  const faults = {
    subject: faultOf(preview.data?.subject),
    html: faultOf(preview.data?.html),
    text: faultOf(preview.data?.text),
    data: jsonFault(data),
  };
  return (
    <Page
      title={name}
      back={back}
      beside={isChanged && <StatusBadge tone="waiting">Not saved</StatusBadge>}
      actions={
        <>
          <SendTest words={isOfDraft ? wordsOf(preview.data, faults) : undefined} />
          <Button disabled={!isChanged} loading={saving.isPending} onClick={saving.mutate}>
            Save
          </Button>
        </>
      }
    >
      {saving.error !== null && <FailureNotice error={saving.error} />}
      {saving.overtaken !== undefined && <OvertakenNotice {...saving.overtaken} />}
      <div className={classes["sides"]}>
        <PartEditor parts={parts} data={data} faults={faults} onParts={change} onData={setData} />
        <PartPreviews preview={preview.data} error={preview.error} draft={seen} />
      </div>
      <TagsCard
        arn={`arn:aws:ses:${region}:${account}:template/${name}`}
        tags={template.Tags ?? []}
        affects={[templateQuery(name).queryKey]}
      />
      <DeleteTemplate name={name} />
    </Page>
  );
}

/** What becomes of the draft once writing pauses; until then and until it has come, of an earlier one. */
function usePreview(parts: TemplateParts, data: string) {
  const draft = useMemo(() => ({ parts, data }), [parts, data]);
  const [seen] = useDebouncedValue(draft, pauseMs);
  const preview = useQuery({
    ...previewQuery(seen.parts, seen.data),
    enabled: jsonFault(seen.data) === undefined && Object.values(seen.parts).some((part) => part !== ""),
  });
  return { seen, preview, isOfDraft: seen === draft && !preview.isPlaceholderData };
}

function partsOf({ TemplateContent }: Template): TemplateParts {
  const { Subject = "", Html = "", Text = "" } = TemplateContent ?? {};
  return { subject: Subject, html: Html, text: Text };
}

/** Undefined while something is wrong. */
function wordsOf(
  preview: TemplatePreview | undefined,
  faults: Readonly<Record<string, string | undefined>>,
): Partial<TemplateParts> | undefined {
  if (preview === undefined || Object.values(faults).some((fault) => fault !== undefined)) return undefined;
  const words = (["subject", "html", "text"] as const).map((part) => [part, renderedOf(preview[part])]);
  return Object.fromEntries(words.filter(([, word]) => word !== undefined));
}

function jsonFault(data: string): string | undefined {
  try {
    const read: unknown = JSON.parse(data);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? undefined
      : "It must be a JSON object.";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
