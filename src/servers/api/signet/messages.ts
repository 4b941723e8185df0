import type { SentMessages } from "#features/sending/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { keptToWire } from "./kept-json.ts";
import { refusal } from "./read-body.ts";

const path = "/signet/v1/messages";

/** What was sent, and what became of it: the timeline, and every attempt with its whole conversation. */
export function messageRoutes(messages: SentMessages): PlainRoute[] {
  return [
    { method: "GET", path, handle: async (request) => await list(messages, request) },
    {
      method: "GET",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => await show(messages, caller.owner, params["id"] ?? ""),
    },
  ];
}

async function list(messages: SentMessages, { caller, query }: PlainRequest) {
  const size = query.get("page_size");
  if (size !== null && !/^\d{1,4}$/.test(size)) throw refusal("page_size", "must be a number");
  const { items, nextToken } = await messages.list(caller.owner, {
    size: size === null ? undefined : Number(size),
    token: query.get("next_token") ?? undefined,
  });
  return {
    messages: items.map(({ id, createdAt, mail }) => ({
      id,
      created_at: iso(createdAt),
      from: mail.source,
      to: mail.destination,
      subject: mail.commonHeaders.subject,
    })),
    ...(nextToken === undefined ? {} : { next_token: nextToken }),
  };
}

async function show(messages: SentMessages, owner: Owner, id: string) {
  const sent = await messages.find(owner, id);
  if (sent === undefined) throw new CallerError("not-found", `Message ${id} does not exist.`);
  const deliveries = await messages.deliveriesOf(owner, id);
  const output = {
    mail: sent.mail,
    events: sent.events.map(({ type, at, detail }) => ({ type, at: iso(at), detail })),
    deliveries: deliveries.map(({ recipientDomain, recipients, state, expiresAt, lastReply, tries }) => ({
      domain: recipientDomain,
      recipients,
      state: state.is,
      ...(state.is === "queued" ? { next_try_at: iso(state.dueAt), tried_until: iso(expiresAt) } : {}),
      ...(lastReply === undefined ? {} : { last_reply: lastReply }),
      attempts: tries.map(({ startedAt, endedAt, outcome, report }) => ({
        started_at: iso(startedAt),
        ended_at: iso(endedAt),
        outcome,
        ...(keptToWire(report) as object),
      })),
    })),
  };
  return withResource(output, { id, createdAt: sent.createdAt });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
