import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import type { Tracking } from "#features/tracking/index.ts";
import type { Log } from "#platform/log.ts";
import type { Proxies } from "#platform/proxies.ts";
import { tellFailuresByPage } from "./failure-pages.ts";
import { hostOf } from "./host-of.ts";
import { noticePage, pageHeaders } from "./page.ts";

/** One transparent pixel (GIF89a). */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const longestUserAgent = 500;

const hidden = { "cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex" };

/** `/l/<token>` leads on to where a link in a message meant to, `/o/<token>` is the picture that tells of an opening. */
export function trackingPages({
  tracking,
  proxies,
  log,
}: {
  tracking: Tracking;
  proxies: Proxies;
  log: Log;
}): FastifyPluginCallback {
  return (server, _options, done) => {
    tellFailuresByPage(server, log);
    server.get<{ Params: { token: string } }>(
      "/l/:token",
      { exposeHeadRoute: false },
      async (request, reply) => {
        const target = await tracking.follow(request.params.token, visitorOf(request, proxies));
        if (target !== undefined)
          return reply
            .code(302)
            .headers({ ...hidden, location: target })
            .send();
        const text =
          "It may have been cut off on its way. Copy the whole link from the message and try again.";
        return reply
          .code(404)
          .headers(pageHeaders({ forms: false }))
          .send(noticePage({ title: "This link is not valid", kind: "bad", text }));
      },
    );
    server.get<{ Params: { token: string } }>(
      "/o/:token",
      { exposeHeadRoute: false },
      async (request, reply) => {
        await tracking.open(request.params.token, visitorOf(request, proxies));
        return reply.headers({ ...hidden, "content-type": "image/gif" }).send(pixel);
      },
    );
    // Looked at by a scanner, nothing was opened and nothing followed.
    for (const path of ["/l/:token", "/o/:token"]) {
      server.head(path, (_request, reply) => reply.headers(hidden).send());
    }
    done();
  };
}

function visitorOf(request: FastifyRequest, proxies: Proxies) {
  const userAgent = request.headers["user-agent"] ?? "";
  return {
    ipAddress: proxies.clientAddress(request.ip, request.headers["x-forwarded-for"]?.toString()),
    userAgent: userAgent.slice(0, longestUserAgent),
    host: hostOf(request, proxies),
  };
}
