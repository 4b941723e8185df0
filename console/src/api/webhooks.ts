import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Resource } from "./plain.ts";

export interface Webhook extends Resource {
  readonly url: string;
  /** Null: of every message of the account in this region. */
  readonly configuration_set: string | null;
  readonly events: readonly string[];
}

/** One event on its way to one endpoint. */
export interface EventDelivery {
  readonly message_id: string;
  readonly event_id: string;
  readonly state: "queued" | "published" | "failed";
  readonly attempts: number;
  readonly last_answer?: string;
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

export function webhookDeliveriesQuery(id: string) {
  return queryOptions({
    queryKey: [...webhooksKey, "one", id, "deliveries"],
    queryFn: async ({ signal }) => {
      const { deliveries } = await call<{ readonly deliveries: readonly EventDelivery[] }>(
        "GET",
        `${path}/${encodeURIComponent(id)}/deliveries`,
        { signal },
      );
      return deliveries;
    },
  });
}

/** Answers the secret, which is shown this once. */
export async function createWebhook({ configuration_set, ...webhook }: NewWebhook): Promise<string> {
  const body = { ...webhook, ...(configuration_set === null ? {} : { configuration_set }) };
  const { secret } = await call<{ readonly secret: string }>("POST", path, { body });
  return secret;
}

export async function deleteWebhook(id: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(id)}`);
}
