import type { DeliveryQueue, QueueView } from "#features/queue/index.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";
import { readText } from "./read-query.ts";

const path = "/signet/v1/queue";

/** What waits to be delivered. */
export function queueRoutes({ deliveryQueue }: { readonly deliveryQueue: DeliveryQueue }): PlainRoute[] {
  const pauses = (
    at: string,
    partOf: (name: string) => { domain: string } | { site: string },
  ): PlainRoute[] => [
    {
      method: "PUT",
      path: `${path}/${at}/:name`,
      handle: async ({ caller, params, body }) => {
        const reason = new Body(body ?? {}).text("reason");
        return toWire(await deliveryQueue.pause(caller.owner, partOf(params["name"] ?? ""), reason));
      },
    },
    {
      method: "DELETE",
      path: `${path}/${at}/:name`,
      handle: async ({ caller, params }) => {
        await deliveryQueue.resume(caller.owner, partOf(params["name"] ?? ""));
        return { removed: 1 };
      },
    },
  ];
  return [
    {
      method: "GET",
      path,
      handle: async ({ caller, query }) => {
        const site = readText(query, "site");
        const among = site === undefined ? undefined : { site: site === "" ? undefined : site };
        return viewToWire(await deliveryQueue.view(caller.owner, among));
      },
    },
    ...pauses("pauses", (domain) => ({ domain })),
    ...pauses("site-pauses", (site) => ({ site })),
    {
      method: "POST",
      path: `${path}/retry`,
      handle: async ({ caller, body }) => {
        const given = new Body(body);
        const part = given.has("site") ? { site: given.string("site") } : { domain: given.string("domain") };
        return { due: await deliveryQueue.retry(caller.owner, part) };
      },
    },
  ];
}

function viewToWire({ queued, due, oldestAt, sites, domains, pauses }: QueueView) {
  return {
    queued,
    due,
    oldest_at: oldestAt === undefined ? null : iso(oldestAt),
    sites: sites.map((site) => ({
      site: site.site ?? null,
      domains: site.domains,
      ...waitingToWire(site),
      resting_until: site.restsUntil === undefined ? null : iso(site.restsUntil),
    })),
    domains: domains.map((domain) => ({
      domain: domain.domain,
      site: domain.site ?? null,
      ...waitingToWire(domain),
    })),
    pauses: pauses.filter(({ of }) => "domain" in of).map(toWire),
    site_pauses: pauses.filter(({ of }) => "site" in of).map(toWire),
  };
}

function waitingToWire(waiting: QueueView["sites" | "domains"][number]) {
  return {
    queued: waiting.queued,
    due: waiting.due,
    trying: waiting.trying,
    oldest_at: iso(waiting.oldestAt),
    next_try_at: iso(waiting.nextTryAt),
    last_reply: waiting.lastReply ?? null,
    paused: waiting.isPaused,
  };
}

function toWire({ of, pausedAt, reason }: QueueView["pauses"][number]) {
  return { ...of, paused_at: iso(pausedAt), reason };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
