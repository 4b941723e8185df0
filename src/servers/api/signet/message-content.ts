import {
  type AttachedFile,
  attachmentAt,
  parseMessage,
  renderMessage,
} from "#features/message-content/index.ts";
import { badMember, CallerError } from "#platform/errors.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { sandbox } from "./sandbox.ts";

/** Above this the source is to be had by itself only. */
const mostSourceInlineBytes = 1024 * 1024;

const nothing = sandbox({ images: false, links: false });

/** A message taken apart. All null where it is too large or too deep for that. */
export function contentToWire(content: Uint8Array) {
  const parsed = parseMessage(content);
  return {
    text: parsed?.text ?? null,
    html: parsed?.html ?? null,
    headers: parsed?.headers ?? null,
    attachments:
      parsed?.attachments.map(({ filename, contentType, sizeBytes, contentId, inline }, index) => ({
        index,
        filename: filename ?? null,
        content_type: contentType,
        size_bytes: sizeBytes,
        content_id: contentId ?? null,
        inline,
      })) ?? null,
    source: content.length > mostSourceInlineBytes ? null : Buffer.from(content).toString("utf8"),
  };
}

/** The same message in other forms: its source, as a page, and what is attached to it. */
export function contentRoutes(
  path: PlainRoute["path"],
  read: (request: PlainRequest) => Promise<Uint8Array>,
): PlainRoute[] {
  const contentOf = async (request: PlainRequest) => {
    await request.makeRoom();
    return await read(request);
  };
  return [
    {
      method: "GET",
      path: `${path}/source`,
      handle: async (request) =>
        new Document("message/rfc822", await contentOf(request), {
          ...nothing,
          "content-disposition": `attachment; filename="${request.params["id"]}.eml"`,
        }),
    },
    {
      method: "GET",
      path: `${path}/rendered`,
      handle: async (request) => rendered(await contentOf(request), request.query),
    },
    {
      method: "GET",
      path: `${path}/attachments/:index`,
      handle: async (request) => {
        const index = request.params["index"] ?? "";
        const file = /^\d{1,4}$/.test(index)
          ? attachmentAt(await contentOf(request), Number(index))
          : undefined;
        if (file === undefined) throw new CallerError("not-found", "There is no such attachment.");
        return download(file);
      },
    },
  ];
}

function rendered(content: Uint8Array, query: URLSearchParams): Document {
  const allowance = { images: has(query, "images", "load"), links: has(query, "links", "open") };
  const page = renderMessage(content);
  if (page === undefined) {
    throw new CallerError("too-large", "The message is too large or too deep to be shown; see its source.");
  }
  const target = allowance.links ? '<base target="_blank">' : "";
  return new Document("text/html; charset=utf-8", Buffer.from(target + page), sandbox(allowance));
}

function has(query: URLSearchParams, name: string, word: string): boolean {
  const value = query.get(name);
  if (value !== null && value !== word) throw badMember(name, `must be ${word}, or left out`);
  return value === word;
}

/** Never shown in place, whatever it says that it is. */
function download({ filename, contentType, content }: AttachedFile): Document {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : "application/octet-stream";
  // RFC 8187 §3.2.1: percent-encoded but for these; a path is not part of a name.
  const name = (filename ?? "attachment").split(/[\\/]/).at(-1)?.toWellFormed() ?? "";
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return new Document(type, content, {
    ...nothing,
    "content-disposition": `attachment; filename*=UTF-8''${encoded}`,
  });
}
