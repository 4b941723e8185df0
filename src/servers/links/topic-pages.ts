import type { FastifyPluginCallback } from "fastify";

/** Who knows topics and their subscriptions. */
export interface TopicConfirmer {
  /** Undefined: the token is none of ours. */
  confirm(token: string): Promise<string | undefined>;
  unsubscribeBy(owner: { readonly account: string; readonly region: string }, id: string): Promise<boolean>;
  certificate(): Promise<string>;
}

const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

/** What is behind the URLs in notifications: confirming, unsubscribing, and the certificate they are signed with. */
export function topicPages({ topics }: { topics: TopicConfirmer }): FastifyPluginCallback {
  return (server, _options, done) => {
    server.get<{ Params: { token: string } }>(
      "/topics/confirm/:token",
      { exposeHeadRoute: false },
      async ({ params }, reply) =>
        (await topics.confirm(params.token)) !== undefined
          ? reply.headers(plain).send("The subscription is confirmed.\n")
          : reply.code(404).headers(plain).send("There is no such subscription.\n"),
    );
    server.get<{ Params: { account: string; region: string; id: string } }>(
      "/topics/unsubscribe/:account/:region/:id",
      { exposeHeadRoute: false },
      async ({ params: { id, ...owner } }, reply) =>
        (await topics.unsubscribeBy(owner, id))
          ? reply.headers(plain).send("The subscription is ended.\n")
          : reply.code(404).headers(plain).send("There is no such subscription.\n"),
    );
    server.get("/topics/certificate.pem", async (_request, reply) =>
      reply.headers({ "content-type": "application/x-pem-file" }).send(await topics.certificate()),
    );
    done();
  };
}
