import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readPageRequest, readText } from "./read-query.ts";

interface Parts {
  readonly configurationSets: Pick<ConfigurationSets, "list">;
}

/** SES's list has names alone, and does not tell which sets send from a pool. */
export function configurationSetListRoutes(parts: Parts): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/configuration-sets",
      handle: async (request) => await list(parts, request),
    },
  ];
}

async function list({ configurationSets }: Parts, { caller: { owner }, query }: PlainRequest) {
  const { items, nextToken } = await configurationSets.list(owner, {
    nameContains: readText(query, "name"),
    pool: readText(query, "pool"),
    page: readPageRequest(query),
  });
  return {
    configuration_sets: items.map(({ name, createdAt, sendingEnabled, delivery }) => ({
      name,
      created_at: new Date(createdAt).toISOString(),
      sending_enabled: sendingEnabled,
      pool: delivery?.sendingPool ?? null,
    })),
    next_token: nextToken ?? null,
  };
}
