import type { IncomingHttpHeaders } from "node:http";
import type { FastifyPluginCallback, FastifyReply } from "fastify";
import { regionName } from "#features/verification-links/index.ts";
import type { Log } from "#platform/log.ts";
import { proofPath } from "#platform/proof-link.ts";
import type { Proxies } from "#platform/proxies.ts";
import { pageHeaders } from "./page.ts";
import { type VerificationOutcome, type VerificationPage, verificationPage } from "./verification-page.ts";

export { exportPages } from "./export-pages.ts";
export { noticePage, pageHeaders } from "./page.ts";
export { topicPages } from "./topic-pages.ts";
export { trackingPages } from "./tracking-pages.ts";
export { unsubscribePages } from "./unsubscribe-pages.ts";

import { hostOf } from "./host-of.ts";

/** Who knows what a token proves. */
export interface AddressConfirmer {
  confirmAddress(
    token: string,
    host: string,
  ): Promise<{
    readonly outcome: "verified" | "already-verified" | "expired" | "not-valid";
    readonly address?: string;
    readonly region?: string;
    readonly redirect?: string;
  }>;
}

const headers = pageHeaders({ forms: false });

const statuses: Readonly<Record<VerificationOutcome, number>> = {
  verified: 200,
  "already-verified": 200,
  expired: 410,
  "not-valid": 404,
  unavailable: 503,
};

/** The pages behind links in messages: `/verify/<token>`. For people, without credentials. */
export function linkPages(parts: {
  identities: AddressConfirmer;
  proxies: Proxies;
  log: Log;
}): FastifyPluginCallback {
  const { identities, proxies, log } = parts;
  return (server, _options, done) => {
    server.setErrorHandler((error, request, reply) => {
      log.error({ err: error, requestId: request.id }, "A link could not be followed.");
      return show(reply, { outcome: "unavailable" });
    });
    server.get<{ Params: { token: string } }>(
      `${proofPath}:token`,
      { exposeHeadRoute: false },
      async (request, reply) => {
        if (isFetchedAhead(request.headers)) return reply.code(503).headers(headers).send();
        const { outcome, address, region, redirect } = await identities.confirmAddress(
          request.params.token,
          hostOf(request, proxies),
        );
        if (redirect !== undefined)
          return (
            reply
              .code(302)
              // As people write it, it may have letters that a header must not have.
              .headers({ ...headers, location: new URL(redirect).href })
              .send()
          );
        return show(reply, {
          outcome,
          address,
          region: region === undefined ? undefined : regionName(region),
        });
      },
    );
    // Mail scanners look at links with HEAD: it answers and changes nothing, not even whether the token is known.
    server.head(`${proofPath}:token`, (_request, reply) => reply.headers(headers).send());
    done();
  };
}

/** A program guesses that somebody may follow the link. It is told to wait until somebody does: that alone is to prove anything. */
function isFetchedAhead(asked: IncomingHttpHeaders): boolean {
  const purposes = [asked["sec-purpose"], asked["purpose"], asked["x-purpose"], asked["x-moz"]];
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose?.toString() ?? ""));
}

function show(reply: FastifyReply, page: VerificationPage): FastifyReply {
  return reply.code(statuses[page.outcome]).headers(headers).send(verificationPage(page));
}
