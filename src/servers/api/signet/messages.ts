import type { MessageFilter, SentMessages } from "#features/sending/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { keptToWire } from "./kept-json.ts";
import { refusal } from "./read-body.ts";
import { readNumber, readText, readTime } from "./read-query.ts";
import { sandbox } from "./sandbox.ts";

const path = "/signet/v1/messages";

/** What was sent, and what became of it: found again, the timeline, and every attempt with its whole conversation. */
export function messageRoutes(messages: SentMessages): PlainRoute[] {
  return [
    { method: "GET", path, handle: async (request) => await list(messages, request) },
    {
      method: "GET",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => await show(messages, caller.owner, params["id"] ?? ""),
    },
    {
      method: "GET",
      path: `${path}/:id/source`,
      handle: async ({ caller, params }) => await source(messages, caller.owner, params["id"] ?? ""),
    },
  ];
}

async function list(messages: SentMessages, { caller, query }: PlainRequest) {
  const { items, nextToken } = await messages.list(caller.owner, readFilter(query), {
    size: readNumber(query, "page_size"),
    token: query.get("next_token") ?? undefined,
  });
  return {
    messages: items.map(({ id, createdAt, configurationSet, archive, mail }) => ({
      id,
      created_at: iso(createdAt),
      from: mail.source,
      to: mail.destination,
      subject: mail.commonHeaders.subject,
      tags: mail.tags,
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
    archive: readText(query, "archive"),
    tag: readTag(query),
    since: readTime(query, "since"),
    until: readTime(query, "until"),
  };
}

/** Also as it stands in the field Message-ID: `<0100…@us-east-1.mail.example>`. */
function readId(query: URLSearchParams): string | undefined {
  return readText(query, "id")?.replace(/^<|@.*$/g, "");
}

function readTag(query: URLSearchParams): MessageFilter["tag"] {
  const [, name, value] = /^((?:ses:)?[\w-]+):(.+)$/.exec(readText(query, "tag") ?? "") ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  if (query.has("tag")) throw refusal("tag", "must be a name and a value, such as campaign:autumn");
  return undefined;
}

async function show(messages: SentMessages, owner: Owner, id: string) {
  const sent = await messages.find(owner, id);
  if (sent === undefined) throw missing(id);
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

async function source(messages: SentMessages, owner: Owner, id: string): Promise<Document> {
  const content = await messages.source(owner, id);
  if (content === undefined) throw missing(id);
  const saved = { "content-disposition": `attachment; filename="${id}.eml"` };
  return new Document("message/rfc822", content, { ...sandbox, ...saved });
}

function missing(id: string): CallerError {
  return new CallerError("not-found", `Message ${id} does not exist.`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
