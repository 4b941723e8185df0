import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { type BuiltFile, BuiltFiles, type Encoding } from "./built-files.ts";

/** What browsers are told of everything that is served here. */
const safety = {
  // The pages load what was built with them and nothing else, run nothing that is written into them, and talk to this
  // origin only. A frame shows a message, which has a stricter policy of its own.
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** What belongs to the API: nothing of it is a page. */
const apiPath = /^\/(?:signet|v2)(?:\/|$)/;

/**
 * The console as it was built: its files, and its one page for every address in it. What is not for a browser goes on to
 * whoever answers for what is not there.
 */
export function consolePages(parts: {
  /** Where it was built into. */
  readonly folder: string;
  /** Whether it may be reached under the name that a browser gives: in open mode, only under this machine's own. */
  readonly isOwnHost: (host: string) => boolean;
  /** Shown while there is nothing built. */
  readonly notBuilt: { readonly headers: Readonly<Record<string, string>>; readonly page: string };
}): FastifyPluginCallback {
  const { isOwnHost, notBuilt } = parts;
  const files = new BuiltFiles(parts.folder);
  return (server, _options, done) => {
    server.get("/*", async (request, reply) => {
      const path = request.url.split("?", 1)[0] ?? "/";
      if (apiPath.test(path) || !isOwnHost(request.host.toLowerCase())) return reply.callNotFound();
      const file = await files.find(path);
      if (file !== undefined) return await send(request, reply, file);
      if (!isPageRequest(request, path)) return reply.callNotFound();
      const page = await files.page();
      if (page === undefined) return reply.code(503).headers(notBuilt.headers).send(notBuilt.page);
      return await send(request, reply, page);
    });
    done();
  };
}

/** A browser on its way to a page says that it takes HTML; scripts and tools that mistyped a path do not. */
function isPageRequest({ headers }: FastifyRequest, path: string): boolean {
  return path === "/" || (!path.startsWith("/assets/") && (headers.accept ?? "").includes("text/html"));
}

async function send(request: FastifyRequest, reply: FastifyReply, file: BuiltFile): Promise<FastifyReply> {
  const encoding = file.isCompressible ? encodingFor(request.headers["accept-encoding"]) : "identity";
  reply.headers(safety).header("content-type", file.contentType);
  reply.header("cache-control", file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.isCompressible) reply.header("vary", "accept-encoding");
  if (encoding !== "identity") reply.header("content-encoding", encoding);
  return reply.send(await file.as(encoding));
}

/** RFC 9110 §12.5.3, of which browsers use no more than the names; a weight of nought is heeded too. */
function encodingFor(accepted: string | string[] | undefined): Encoding {
  const wanted = String(accepted ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => !/;\s*q=0(?:\.0*)?$/.test(entry))
    .map((entry) => entry.split(";", 1)[0]);
  return (["br", "gzip"] as const).find((encoding) => wanted.includes(encoding)) ?? "identity";
}
