import type { DeliveryQueue, QueueView } from "#features/queue/index.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/queue";

/** What waits to be delivered. */
export function queueRoutes({ deliveryQueue }: { readonly deliveryQueue: DeliveryQueue }): PlainRoute[] {
  return [
    { method: "GET", path, handle: async ({ caller }) => toWire(await deliveryQueue.view(caller.owner)) },
    {
      method: "PUT",
      path: `${path}/pauses/:domain`,
      handle: async ({ caller, params, body }) => {
        const reason = new Body(body ?? {}).text("reason");
        return pauseToWire(await deliveryQueue.pause(caller.owner, params["domain"] ?? "", reason));
      },
    },
    {
      method: "DELETE",
      path: `${path}/pauses/:domain`,
      handle: async ({ caller, params }) => {
        await deliveryQueue.resume(caller.owner, params["domain"] ?? "");
        return { removed: 1 };
      },
    },
    {
      method: "POST",
      path: `${path}/retry`,
      handle: async ({ caller, body }) => ({
        due: await deliveryQueue.retry(caller.owner, new Body(body).string("domain")),
      }),
    },
  ];
}

function toWire({ queued, due, oldestAt, domains, pauses }: QueueView) {
  return {
    queued,
    due,
    oldest_at: oldestAt === undefined ? null : iso(oldestAt),
    domains: domains.map((domain) => ({
      domain: domain.domain,
      queued: domain.queued,
      due: domain.due,
      oldest_at: iso(domain.oldestAt),
      next_try_at: iso(domain.nextTryAt),
      last_reply: domain.lastReply ?? null,
      paused: domain.isPaused,
    })),
    pauses: pauses.map(pauseToWire),
  };
}

function pauseToWire({ domain, pausedAt, reason }: QueueView["pauses"][number]) {
  return { domain, paused_at: iso(pausedAt), reason };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
