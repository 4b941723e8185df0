import type { Events } from "#features/events/index.ts";
import type { Topics } from "#features/topics/index.ts";
import { shownUrl } from "#protocols/http/shown-url.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { eventDeliveryRoutes } from "./event-deliveries.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/topics";

/** SNS topics of the service's own, for who has no SNS: events go to every endpoint that subscribed. */
export function topicRoutes(parts: {
  readonly topics: Topics;
  readonly events: Pick<Events, "publicationsTo" | "tellAgain">;
}): PlainRoute[] {
  const { topics, events } = parts;
  return [
    ...routesOfTopics(topics),
    ...routesOfSubscriptions(topics),
    ...eventDeliveryRoutes(
      `${path}/:name/subscriptions/:id`,
      events,
      async ({ caller, params }) =>
        await topics.subscription(caller.owner, params["name"] ?? "", params["id"] ?? ""),
    ),
  ];
}

function routesOfTopics(topics: Topics): PlainRoute[] {
  return [
    {
      method: "POST",
      path,
      handle: async ({ body, caller }) => {
        const name = new Body(body).string("name");
        const { arn, createdAt } = await topics.create(caller.owner, name);
        return withResource({ name, arn }, { id: arn, createdAt });
      },
    },
    {
      method: "GET",
      path,
      handle: async ({ caller }) => ({
        topics: (await topics.list(caller.owner)).map(({ name, arn, createdAt }) => ({
          name,
          arn,
          created_at: new Date(createdAt).toISOString(),
        })),
      }),
    },
    {
      method: "DELETE",
      path: `${path}/:name`,
      handle: async ({ caller, params }) => {
        await topics.remove(caller.owner, params["name"] ?? "");
        return { removed: 1 };
      },
    },
  ];
}

function routesOfSubscriptions(topics: Topics): PlainRoute[] {
  return [
    {
      method: "POST",
      path: `${path}/:name/subscriptions`,
      handle: async ({ body, caller, params }) => {
        const endpoint = new Body(body).string("endpoint");
        const { subscription, posted } = await topics.subscribe(caller.owner, params["name"] ?? "", endpoint);
        const answered = posted?.kind === "answered" ? `${posted.status}` : posted?.reason;
        const state = posted === undefined ? "confirmed" : "pending confirmation";
        const shown = { endpoint: shownUrl(endpoint), state, endpoint_answered: answered ?? null };
        return withResource(shown, subscription);
      },
    },
    {
      method: "GET",
      path: `${path}/:name/subscriptions`,
      handle: async ({ caller, params }) => {
        const subscriptions = await topics.subscriptionsOf(caller.owner, params["name"] ?? "");
        return {
          subscriptions: subscriptions.map(({ id, endpoint, createdAt, confirmedAt }) => ({
            id,
            endpoint: shownUrl(endpoint),
            created_at: new Date(createdAt).toISOString(),
            state: confirmedAt === undefined ? "pending confirmation" : "confirmed",
          })),
        };
      },
    },
    {
      method: "DELETE",
      path: `${path}/:name/subscriptions/:id`,
      handle: async ({ caller, params }) => {
        await topics.unsubscribe(caller.owner, params["name"] ?? "", params["id"] ?? "");
        return { removed: 1 };
      },
    },
  ];
}
