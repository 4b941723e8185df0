import type { GetEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import { ApiFailure } from "./failure.ts";
import type { Plain, Resource } from "./plain.ts";

export type Template = Plain<GetEmailTemplateResponse> & Resource;

/** The three parts, empty where there is none. */
export interface TemplateParts {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export type PartPreview = { readonly rendered: string } | { readonly fault: string };
export type TemplatePreview = { readonly [Part in keyof TemplateParts]: PartPreview | null };

export const templatesKey = ["templates"] as const;
const path = "/v2/email/templates";
const listPath = "/signet/v1/templates";

export interface ListedTemplate {
  readonly name: string;
  readonly created_at: string;
}

interface TemplatePage {
  readonly templates: readonly ListedTemplate[];
  readonly next_token: string | null;
}

/** Those with a part in their name, or all. */
export function templatesQuery(name?: string) {
  return infiniteQueryOptions({
    queryKey: [...templatesKey, "list", name],
    queryFn: async ({ signal, pageParam }) =>
      await call<TemplatePage>("GET", listPath, {
        query: { name, page_size: 100, next_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** The first few that match, where the list is elsewhere. */
export function fewTemplatesQuery(name: string, atMost: number) {
  return queryOptions({
    queryKey: [...templatesKey, "few", name, atMost],
    queryFn: async ({ signal }) =>
      await call<TemplatePage>("GET", listPath, { query: { name, page_size: atMost }, signal }),
  });
}

export function templateQuery(name: string) {
  return queryOptions({
    queryKey: [...templatesKey, "one", name],
    queryFn: async ({ signal }) => await call<Template>("GET", pathOf(name), { signal }),
  });
}

export async function createTemplate(name: string, parts: TemplateParts): Promise<void> {
  await call("POST", path, { body: { TemplateName: name, TemplateContent: contentOf(parts) } });
}

export async function updateTemplate(name: string, parts: TemplateParts): Promise<void> {
  await call("PUT", pathOf(name), { body: { TemplateContent: contentOf(parts) } });
}

export async function deleteTemplate(name: string): Promise<void> {
  await call("DELETE", pathOf(name));
}

/** What the parts become with the data, before anything is saved. The last one stays until the next has come. */
export function previewQuery(parts: TemplateParts, data: string) {
  return queryOptions({
    queryKey: ["template-preview", parts, data],
    queryFn: async ({ signal }) =>
      await call<TemplatePreview>("POST", "/signet/v1/template-preview", {
        body: { ...withoutEmpty(parts), data },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: (failures, error) => failures < 2 && !(error instanceof ApiFailure),
  });
}

/** The whole message that a recipient would get, as its source. */
export function sourcePreviewQuery(parts: TemplateParts, data: string) {
  return queryOptions({
    queryKey: ["template-source", parts, data],
    queryFn: async ({ signal }) => {
      const { source } = await call<{ readonly source: string }>(
        "POST",
        "/signet/v1/template-preview/source",
        { body: { ...withoutEmpty(parts), data }, signal },
      );
      return source;
    },
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}

function contentOf({ subject, text, html }: TemplateParts) {
  const { subject: Subject, text: Text, html: Html } = withoutEmpty({ subject, text, html });
  return { Subject, Text, Html };
}

function withoutEmpty(parts: TemplateParts): Partial<TemplateParts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== ""));
}

function pathOf(name: string): string {
  return `${path}/${encodeURIComponent(name)}`;
}
