import { detailNames, type EventType } from "#features/events/index.ts";
import type { MessageFilter, Resending, SentMessages } from "#features/sending/index.ts";
import { badMember, CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import { keptToWire } from "./kept-json.ts";
import { contentRoutes, contentToWire } from "./message-content.ts";
import { Body } from "./read-body.ts";
import { readPageRequest, readText, readTime, readWord } from "./read-query.ts";

const path = "/signet/v1/messages";

interface Parts {
  readonly sentMessages: SentMessages;
  readonly resending: Resending;
}

/** What was sent, and what became of it: found again, the timeline, and every attempt with its whole conversation. */
export function messageRoutes({ sentMessages, resending }: Parts): PlainRoute[] {
  const messageOf = async ({ caller, params }: PlainRequest) => {
    const id = params["id"] ?? "";
    return (await sentMessages.message(caller.owner, id)) ?? refuseMissing(id);
  };
  return [
    { method: "GET", path, handle: async (request) => await list(sentMessages, request) },
    {
      method: "GET",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => await show(sentMessages, caller.owner, params["id"] ?? ""),
    },
    {
      method: "GET",
      path: `${path}/:id/content`,
      handle: async (request) => {
        await request.makeRoom();
        const message = await messageOf(request);
        return withResource(contentToWire(message.content()), message);
      },
    },
    ...contentRoutes(`${path}/:id`, async (request) => (await messageOf(request)).content()),
    {
      method: "POST",
      path: `${path}/:id/resend`,
      handle: async (request) => await resend(resending, request),
    },
  ];
}

async function resend(resending: Resending, { caller, params, body }: PlainRequest) {
  const given = new Body(body ?? {});
  const { messageId, sentAt } = await resending.resend(
    sendingCaller(caller),
    params["id"] ?? "",
    given.has("recipients") ? given.strings("recipients") : undefined,
  );
  return withResource({ message_id: messageId }, { id: messageId, createdAt: sentAt });
}

async function list(messages: SentMessages, { caller, query }: PlainRequest) {
  const { items, nextToken } = await messages.list(caller.owner, readFilter(query), readPageRequest(query));
  return {
    messages: items.map(({ id, createdAt, configurationSet, archive, mail, state, events }) => ({
      id,
      created_at: iso(createdAt),
      from: mail.commonHeaders.from.join(", "),
      to: mail.destination,
      subject: mail.commonHeaders.subject,
      tags: mail.tags,
      state: state ?? null,
      last_event: events[0] ?? null,
      ...(configurationSet === undefined ? {} : { configuration_set: configurationSet }),
      ...(archive === undefined ? {} : { archive }),
    })),
    ...(nextToken === undefined ? {} : { next_token: nextToken }),
  };
}

function readFilter(query: URLSearchParams): MessageFilter {
  return {
    id: readId(query),
    from: readText(query, "from"),
    to: readText(query, "to"),
    subject: readText(query, "subject"),
    configurationSet: readText(query, "configuration_set"),
    tenant: readText(query, "tenant"),
    archive: readText(query, "archive"),
    tag: readTag(query),
    since: readTime(query, "since"),
    until: readTime(query, "until"),
    state: readWord(query, "state", ["queued", "delivered", "failed", "uncertain"]),
    event: readWord(query, "event", Object.keys(detailNames) as EventType[]),
  };
}

/** Also as it stands in the field Message-ID: `<0100…@us-east-1.mail.example>`. */
function readId(query: URLSearchParams): string | undefined {
  return readText(query, "id")?.split("@", 1)[0]?.replace(/^</, "");
}

function readTag(query: URLSearchParams): MessageFilter["tag"] {
  const [, name, value] = /^((?:ses:)?[\w-]+):(.+)$/.exec(readText(query, "tag") ?? "") ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  if (query.has("tag")) throw badMember("tag", "must be a name and a value, such as campaign:autumn");
  return undefined;
}

async function show(messages: SentMessages, owner: Owner, id: string) {
  const sent = await messages.find(owner, id);
  if (sent === undefined) refuseMissing(id);
  const deliveries = await messages.deliveriesOf(owner, id);
  const output = {
    configuration_set: sent.report.configurationSet ?? null,
    tenant: sent.report.tenant ?? null,
    envelope_from: sent.envelopeFrom,
    signed_by: sent.signWith === "service" ? null : sent.signWith.domain,
    size_bytes: sent.sizeBytes,
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
  return withResource(output, sent);
}

function refuseMissing(id: string): never {
  throw new CallerError("not-found", `Message ${id} does not exist.`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
