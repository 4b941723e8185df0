import { type Inbox, type InboxFilter, type InboxMessage, longestWaitMs } from "#features/inbox/index.ts";
import type { Resending } from "#features/sending/index.ts";
import type { SignatureVerdict, SignatureVerdicts } from "#features/signature-verdicts/index.ts";
import { badMember } from "#platform/errors.ts";
import { readPage } from "#platform/paging.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import { contentRoutes, contentToWire } from "./message-content.ts";
import { Body } from "./read-body.ts";
import { readNumber, readPageRequest, readText, readTime } from "./read-query.ts";

const path = "/signet/v1/inbox";
const usualWaitSeconds = 30;

interface Parts {
  readonly inbox: Inbox;
  readonly signatureVerdicts: Pick<SignatureVerdicts, "of" | "byKeptKeys">;
  readonly resending: Pick<Resending, "release">;
}

/** What the `capture` transport kept. */
export function inboxRoutes(parts: Parts): PlainRoute[] {
  const { inbox } = parts;
  return [
    { method: "GET", path, handle: async (request) => await list(inbox, request) },
    { method: "GET", path: `${path}/wait`, handle: async (request) => await wait(parts, request) },
    {
      method: "GET",
      path: `${path}/:id`,
      handle: async (request) => await show(parts, request),
    },
    ...contentRoutes(
      `${path}/:id`,
      async ({ caller, params }) => (await inbox.get(caller.owner.account, idOf(params))).content,
    ),
    { method: "POST", path: `${path}/:id/release`, handle: async (request) => await release(parts, request) },
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
  const { items, nextToken } = await readPage(readPageRequest(query), {
    name: "inbox",
    positionOf: ({ id }: InboxMessage) => id,
    read: async ({ after, limit }) =>
      await inbox.list(caller.owner.account, filter, { before: after, limit }),
  });
  return { messages: items.map(inboxMessageToWire), next_token: nextToken ?? null };
}

/** The message as a whole: one call, and a test has the link in it. Null when none came in time. */
async function wait(parts: Parts, { caller, query, signal, serverEnds, makeRoom }: PlainRequest) {
  const { inbox } = parts;
  const { account } = caller.owner;
  const seconds = readNumber(query, "timeout_seconds") ?? usualWaitSeconds;
  if (seconds * 1_000 > longestWaitMs) {
    throw badMember("timeout_seconds", `must be at most ${longestWaitMs / 1_000}`);
  }
  const filter = { ...readFilter(query), after: readText(query, "after") };
  const ends = AbortSignal.any([signal, serverEnds]);
  const message = await inbox.wait(account, filter, seconds * 1_000, ends);
  if (message === undefined) return { message: null };
  await makeRoom();
  const { content } = await inbox.get(account, message.id);
  // Whoever waits for a message is told at once: nobody else is asked for keys.
  const signatures = await parts.signatureVerdicts.byKeptKeys(message.owner, content);
  return { message: await wholeToWire(message, content, signatures) };
}

async function show(parts: Parts, { caller, params, makeRoom }: PlainRequest) {
  const id = idOf(params);
  await makeRoom();
  const { message, content } = await parts.inbox.get(caller.owner.account, id);
  const signatures = await parts.signatureVerdicts.of(message.owner, content);
  return withResource(await wholeToWire(message, content, signatures), { id, createdAt: message.receivedAt });
}

async function release({ inbox, resending }: Parts, { caller, params, body }: PlainRequest) {
  const recipients = new Body(body).strings("to");
  const { message, content } = await inbox.get(caller.owner.account, idOf(params));
  const kept = { ...message, content };
  const { messageId, sentAt } = await resending.release(sendingCaller(caller), kept, recipients);
  return withResource({ message_id: messageId }, { id: messageId, createdAt: sentAt });
}

async function wholeToWire(
  message: InboxMessage,
  content: Uint8Array,
  signatures: readonly SignatureVerdict[],
) {
  return { ...inboxMessageToWire(message), ...contentToWire(content), signatures };
}

/** What lists show of it. */
export function inboxMessageToWire(message: InboxMessage) {
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

function readFilter(query: URLSearchParams): InboxFilter {
  return {
    to: readText(query, "to"),
    subjectContains: readText(query, "subject"),
    since: readTime(query, "since"),
    messageId: readText(query, "message_id"),
  };
}

function idOf(params: PlainRequest["params"]): string {
  return params["id"] ?? "";
}
