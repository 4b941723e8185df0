import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Resource } from "./plain.ts";

export interface Webhook extends Resource {
  readonly url: string;
  /** Null: of every message of the account in this region. */
  readonly configuration_set: string | null;
  readonly events: readonly string[];
}

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly configuration_set: string | null;
}

export const webhooksKey = ["webhooks"] as const;
const path = "/signet/v1/webhooks";

export const webhooksQuery = queryOptions({
  queryKey: [...webhooksKey, "list"],
  queryFn: async ({ signal }) => {
    const { webhooks } = await call<{ readonly webhooks: readonly Webhook[] }>("GET", path, { signal });
    return webhooks;
  },
});

/** Answers the secret, which is shown this once. */
export async function createWebhook({ configuration_set, ...webhook }: NewWebhook): Promise<string> {
  const body = { ...webhook, ...(configuration_set === null ? {} : { configuration_set }) };
  const { secret } = await call<{ readonly secret: string }>("POST", path, { body });
  return secret;
}

export async function deleteWebhook(id: string): Promise<void> {
  await call("DELETE", webhookPath(id));
}

export function webhookPath(id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
