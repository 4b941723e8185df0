import type { Events } from "#features/events/index.ts";
import { detailNames, type EventType } from "#features/events/index.ts";
import type { Webhook, Webhooks } from "#features/webhooks/index.ts";
import { badMember } from "#platform/errors.ts";
import { shownUrl } from "#protocols/http/shown-url.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { eventDeliveryRoutes } from "./event-deliveries.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/webhooks";
const allTypes = Object.keys(detailNames) as EventType[];

/** Endpoints that are posted events as they are, and what they answered. */
export function webhookRoutes(parts: {
  readonly webhooks: Webhooks;
  readonly events: Pick<Events, "publicationsTo" | "tellAgain">;
}): PlainRoute[] {
  const { webhooks, events } = parts;
  return [
    {
      method: "POST",
      path,
      handle: async ({ body, caller }) => {
        const { webhook, secret } = await webhooks.create(caller.owner, readWebhook(new Body(body)));
        return withResource({ ...toWire(webhook), secret }, webhook);
      },
    },
    {
      method: "GET",
      path,
      handle: async ({ caller }) => ({
        webhooks: (await webhooks.list(caller.owner)).map((webhook) => ({
          id: webhook.id,
          ...toWire(webhook),
        })),
      }),
    },
    ...eventDeliveryRoutes(
      `${path}/:id`,
      events,
      async ({ caller, params }) => await webhooks.get(caller.owner, params["id"] ?? ""),
    ),
    {
      method: "DELETE",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => {
        await webhooks.remove(caller.owner, params["id"] ?? "");
        return { removed: 1 };
      },
    },
  ];
}

function readWebhook(body: Body) {
  const types = body.has("events") ? body.strings("events") : allTypes;
  for (const type of types) {
    if (!allTypes.includes(type as EventType))
      throw badMember("events", `must be some of ${allTypes.join(", ")}`);
  }
  return {
    url: body.string("url"),
    configurationSet: body.has("configuration_set") ? body.string("configuration_set") : undefined,
    types: types as EventType[],
  };
}

function toWire({ url, configurationSet, types, createdAt }: Webhook) {
  return {
    url: shownUrl(url),
    configuration_set: configurationSet ?? null,
    events: types,
    created_at: new Date(createdAt).toISOString(),
  };
}
