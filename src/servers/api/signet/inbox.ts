import {
  type Inbox,
  type InboxFilter,
  type InboxMessage,
  longestWaitMs,
  type ParsedMessage,
} from "#features/inbox/index.ts";
import { readPage } from "#platform/paging.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { refusal } from "./read-body.ts";
import { readNumber, readText, readTime } from "./read-query.ts";
import { sandbox } from "./sandbox.ts";

const path = "/signet/v1/inbox";
const usualWaitSeconds = 30;
/** Above this the source is to be had by itself only. */
const mostSourceInlineBytes = 1024 * 1024;

/** What the `capture` transport kept. */
export function inboxRoutes(inbox: Inbox): PlainRoute[] {
  return [
    { method: "GET", path, handle: async (request) => await list(inbox, request) },
    { method: "GET", path: `${path}/wait`, handle: async (request) => await wait(inbox, request) },
    {
      method: "GET",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => await show(inbox, caller.owner.account, idOf(params)),
    },
    {
      method: "GET",
      path: `${path}/:id/source`,
      handle: async ({ caller, params }) => {
        const id = idOf(params);
        const source = await inbox.source(caller.owner.account, id);
        const saved = { "content-disposition": `attachment; filename="${id}.eml"` };
        return new Document("message/rfc822", source, { ...sandbox, ...saved });
      },
    },
    {
      method: "GET",
      path: `${path}/:id/rendered`,
      handle: async ({ caller, params }) => {
        const page = await inbox.render(caller.owner.account, idOf(params));
        return new Document("text/html; charset=utf-8", Buffer.from(page), sandbox);
      },
    },
    {
      method: "DELETE",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => {
        await inbox.remove(caller.owner.account, idOf(params));
        return { removed: 1 };
      },
    },
    {
      method: "DELETE",
      path,
      handle: async ({ caller }) => ({ removed: await inbox.removeAll(caller.owner.account) }),
    },
  ];
}

async function list(inbox: Inbox, { caller, query }: PlainRequest) {
  const filter = readFilter(query);
  const { items, nextToken } = await readPage(
    { size: readNumber(query, "page_size"), token: query.get("next_token") ?? undefined },
    {
      name: "inbox",
      positionOf: ({ id }: InboxMessage) => id,
      read: async ({ after, limit }) =>
        await inbox.list(caller.owner.account, filter, { before: after, limit }),
    },
  );
  return { messages: items.map(toWire), next_token: nextToken ?? null };
}

/** The message as a whole: one call, and a test has the link in it. Null when none came in time. */
async function wait(inbox: Inbox, { caller, query, signal }: PlainRequest) {
  const seconds = readNumber(query, "timeout_seconds") ?? usualWaitSeconds;
  if (seconds * 1_000 > longestWaitMs) {
    throw refusal("timeout_seconds", `must be at most ${longestWaitMs / 1_000}`);
  }
  const filter = { ...readFilter(query), after: readText(query, "after") };
  const message = await inbox.wait(caller.owner.account, filter, seconds * 1_000, signal);
  return { message: message === undefined ? null : await read(inbox, message) };
}

async function show(inbox: Inbox, account: string, id: string) {
  const output = await read(inbox, { id, owner: { account } });
  return withResource(output, { id, createdAt: Date.parse(output.received_at) });
}

async function read(inbox: Inbox, { id, owner: { account } }: { id: string; owner: { account: string } }) {
  const { message, parsed } = await inbox.read(account, id);
  const source =
    message.sizeBytes > mostSourceInlineBytes
      ? null
      : Buffer.from(await inbox.source(account, id)).toString("utf8");
  return { ...toWire(message), ...partsToWire(parsed), source };
}

function toWire(message: InboxMessage) {
  return {
    id: message.id,
    region: message.owner.region,
    message_id: message.messageId,
    received_at: new Date(message.receivedAt).toISOString(),
    from: message.sender,
    to: message.recipients,
    subject: message.subject,
    size_bytes: message.sizeBytes,
  };
}

/** All null where the message is too large or too deep to be taken apart. */
function partsToWire(parsed: ParsedMessage | undefined) {
  return {
    text: parsed?.text ?? null,
    html: parsed?.html ?? null,
    headers: parsed?.headers ?? null,
    attachments:
      parsed?.attachments.map(({ filename, contentType, sizeBytes, contentId, inline }) => ({
        filename: filename ?? null,
        content_type: contentType,
        size_bytes: sizeBytes,
        content_id: contentId ?? null,
        inline,
      })) ?? null,
  };
}

function readFilter(query: URLSearchParams): InboxFilter {
  return {
    to: readText(query, "to"),
    subjectContains: readText(query, "subject"),
    since: readTime(query, "since"),
  };
}

function idOf(params: PlainRequest["params"]): string {
  return params["id"] ?? "";
}
