import type { Templates } from "#features/templates/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readPageRequest, readText } from "./read-query.ts";

interface Parts {
  readonly templates: Pick<Templates, "list">;
}

/** SES's list is not searched. */
export function templateListRoutes(parts: Parts): PlainRoute[] {
  return [
    { method: "GET", path: "/signet/v1/templates", handle: async (request) => await list(parts, request) },
  ];
}

async function list({ templates }: Parts, { caller: { owner }, query }: PlainRequest) {
  const page = readPageRequest(query);
  const { items, nextToken } = await templates.list(owner, page, readText(query, "name"));
  return {
    templates: items.map(({ name, createdAt }) => ({ name, created_at: new Date(createdAt).toISOString() })),
    next_token: nextToken ?? null,
  };
}
