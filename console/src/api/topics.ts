import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Resource } from "./plain.ts";

/** An SNS topic of Signet's own. */
export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly created_at: string;
}

export interface Subscription extends Resource {
  readonly endpoint: string;
  readonly state: "pending confirmation" | "confirmed";
}

export const topicsKey = ["topics"] as const;
const path = "/signet/v1/topics";

export const topicsQuery = queryOptions({
  queryKey: [...topicsKey, "list"],
  queryFn: async ({ signal }) => {
    const { topics } = await call<{ readonly topics: readonly Topic[] }>("GET", path, { signal });
    return topics;
  },
});

export function subscriptionsQuery(topic: string) {
  return queryOptions({
    queryKey: [...topicsKey, "one", topic, "subscriptions"],
    queryFn: async ({ signal }) => {
      const { subscriptions } = await call<{ readonly subscriptions: readonly Subscription[] }>(
        "GET",
        subscriptionsPath(topic),
        { signal },
      );
      return subscriptions;
    },
  });
}

export async function createTopic(name: string): Promise<void> {
  await call("POST", path, { body: { name } });
}

export async function deleteTopic(name: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(name)}`);
}

/** Answers what the endpoint said to the request to confirm it; null where it had confirmed before, and was not asked again. */
export async function subscribe(topic: string, endpoint: string): Promise<string | null> {
  const { endpoint_answered } = await call<{ readonly endpoint_answered: string | null }>(
    "POST",
    subscriptionsPath(topic),
    { body: { endpoint } },
  );
  return endpoint_answered;
}

export async function unsubscribe(topic: string, id: string): Promise<void> {
  await call("DELETE", subscriptionPath(topic, id));
}

export function subscriptionPath(topic: string, id: string): string {
  return `${subscriptionsPath(topic)}/${encodeURIComponent(id)}`;
}

function subscriptionsPath(topic: string): string {
  return `${path}/${encodeURIComponent(topic)}/subscriptions`;
}
