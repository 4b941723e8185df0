import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

/** One event on its way to one endpoint. */
export interface EventDelivery {
  readonly id: string;
  readonly message_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly at: string;
  readonly state: "queued" | "published" | "failed";
  readonly attempts: number;
  readonly next_try_at?: string;
  readonly last_answer?: string;
}

/** What a webhook or a subscription, named by its path, was told of lately. */
export function eventDeliveriesQuery(endpoint: string) {
  return queryOptions({
    queryKey: ["event-deliveries", endpoint],
    queryFn: async ({ signal }) => {
      const { deliveries } = await call<{ readonly deliveries: readonly EventDelivery[] }>(
        "GET",
        `${endpoint}/deliveries`,
        { signal },
      );
      return deliveries;
    },
  });
}

export async function replay(endpoint: string, id: string): Promise<void> {
  await call("POST", `${endpoint}/deliveries/${encodeURIComponent(id)}/replay`);
}
