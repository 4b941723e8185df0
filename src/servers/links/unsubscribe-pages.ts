import type { FastifyPluginCallback, FastifyReply } from "fastify";
import type { Unsubscribe, UnsubscribeLink } from "#features/contacts/index.ts";
import type { Log } from "#platform/log.ts";
import type { Proxies } from "#platform/proxies.ts";
import { tellFailuresByPage } from "./failure-pages.ts";
import { hostOf } from "./host-of.ts";
import { noticePage, pageHeaders } from "./page.ts";
import { ofOurPage, preferencesPage, savedPage } from "./preferences-page.ts";

const headers = pageHeaders({ forms: true });
/** A form of 20 topics is far smaller. */
const largestForm = 64 * 1024;

const notValid = {
  title: "This link is not valid",
  kind: "bad",
  text: "It may have been cut off on its way. Copy the whole link from the message and try again.",
} as const;
const notUnderstood = {
  title: "Nothing was changed",
  kind: "bad",
  text: "Open the link in the message, and choose on the page that it leads to.",
} as const;

/** `/unsubscribe/<token>`: a page to choose on, and one click for mail programs (RFC 8058). Looking at it changes nothing. */
export function unsubscribePages({
  unsubscribe,
  proxies,
  log,
}: {
  unsubscribe: Unsubscribe;
  proxies: Proxies;
  log: Log;
}): FastifyPluginCallback {
  return (server, _options, done) => {
    tellFailuresByPage(server, log);
    const path = "/unsubscribe/:token";
    server.get<{ Params: { token: string } }>(path, { exposeHeadRoute: false }, async (request, reply) => {
      const link = await unsubscribe.read(request.params.token, hostOf(request, proxies));
      const shown = link && (await unsubscribe.preferencesOf(link));
      if (link === undefined || shown === undefined) return notice(reply, notValid, 404);
      return reply.headers(headers).send(preferencesPage(link.address, shown));
    });
    server.head(path, (_request, reply) => reply.headers(headers).send());
    server.post<{ Params: { token: string } }>(path, { bodyLimit: largestForm }, async (request, reply) => {
      const { params, body } = request;
      const link = await unsubscribe.read(params.token, hostOf(request, proxies));
      if (link === undefined) return notice(reply, notValid, 404);
      const form = body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : "";
      const chosen = new URLSearchParams(form);
      const oneClick = isOneClick(form);
      if (!oneClick && !chosen.has(ofOurPage)) return notice(reply, notUnderstood, 400);
      const isKept = oneClick
        ? await unsubscribe.atOnce(link)
        : await unsubscribe.choose(link, await readChoice(unsubscribe, link, chosen));
      const now = isKept ? await unsubscribe.preferencesOf(link) : undefined;
      if (now === undefined) return notice(reply, notValid, 404);
      return reply.headers(headers).send(savedPage(link.address, now));
    });
    done();
  };
}

/** As a form of either kind (RFC 8058 §3.1). */
function isOneClick(form: string): boolean {
  return (
    /(?:^|&)List-Unsubscribe=One-Click(?:&|$)/.test(form.trim()) ||
    /name="List-Unsubscribe"\r?\n\r?\nOne-Click\r?\n/.test(form)
  );
}

/** A box that is not ticked is not sent: what is not in the form was not wanted. */
async function readChoice(unsubscribe: Unsubscribe, link: UnsubscribeLink, form: URLSearchParams) {
  const shown = await unsubscribe.preferencesOf(link);
  const wanted = new Set(form.getAll("topic"));
  const preferences = (shown?.topics ?? []).map(
    ({ name }) => [name, wanted.has(name) ? ("OPT_IN" as const) : ("OPT_OUT" as const)] as const,
  );
  return { preferences: Object.fromEntries(preferences), unsubscribedFromAll: form.has("all") };
}

function notice(reply: FastifyReply, what: Parameters<typeof noticePage>[0], status: number): FastifyReply {
  return reply.code(status).headers(headers).send(noticePage(what));
}
