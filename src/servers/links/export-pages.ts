import { Readable } from "node:stream";
import type { FastifyPluginCallback, FastifyReply } from "fastify";
import type { ExportedFile, ExportJobs } from "#features/export-jobs/index.ts";
import type { Proxies } from "#platform/proxies.ts";
import { hostOf } from "./host-of.ts";
import { noticePage, pageHeaders } from "./page.ts";

const types = { CSV: "text/csv; charset=utf-8", JSON: "application/json; charset=utf-8" } as const;

/** `/exports/<token>`: a file that an export job wrote, for who was given the link. To be kept, and shown by no browser. */
export function exportPages({
  exportJobs,
  proxies,
}: {
  exportJobs: Pick<ExportJobs, "open">;
  proxies: Proxies;
}): FastifyPluginCallback {
  return (server, _options, done) => {
    server.get<{ Params: { token: string } }>(
      "/exports/:token",
      { exposeHeadRoute: false },
      async (request, reply) => {
        const file = await exportJobs.open(request.params.token, hostOf(request, proxies));
        return file === undefined ? gone(reply) : send(reply, file);
      },
    );
    done();
  };
}

function send(reply: FastifyReply, { name, format, bytes, parts }: ExportedFile): FastifyReply {
  const headers = {
    "content-type": types[format],
    "content-length": bytes,
    "content-disposition": `attachment; filename="${name}"`,
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  };
  return reply.headers(headers).send(Readable.from(parts, { objectMode: false }));
}

function gone(reply: FastifyReply): FastifyReply {
  const text =
    "It leads to a file for a few minutes only. GetExportJob gives a new link, as long as the file is kept.";
  return reply
    .code(404)
    .headers(pageHeaders({ forms: false }))
    .send(noticePage({ title: "This link leads nowhere", kind: "bad", text }));
}
