import type { FastifyInstance, FastifyReply } from "fastify";
import { CallerError } from "#platform/errors.ts";
import type { Proxies } from "#platform/proxies.ts";
import { readTarget } from "#protocols/http/request-target.ts";
import { admittedOf } from "./admitted.ts";
import { answerOf } from "./answer.ts";
import type { Authenticator } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import { incomingOf } from "./auth/incoming.ts";
import { requireInScope } from "./auth/require-in-scope.ts";
import { type CallLimit, isCounted } from "./call-limit.ts";
import { dialectOf } from "./dialects/choose-dialect.ts";
import { EventStream } from "./event-stream.ts";
import { LargeAnswers } from "./large-answers.ts";
import { refuseCompressed } from "./read-body.ts";
import { replyWith, replyWithStream } from "./reply.ts";

/** One call of our own API, beside SES's. JSON in and out; a `WithResource`, a `Document` and an `EventStream` are understood. */
export type PlainRoute = Place &
  (
    | { readonly anyone?: false; handle(request: PlainRequest): unknown }
    /** Also for who has no credentials; wrong ones are refused. */
    | { readonly anyone: true; handle(request: PlainRequest<Caller | undefined>): unknown }
  );

interface Place {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With named segments: `/signet/v1/inbox/:id`. */
  readonly path: `/signet/v1/${string}`;
  /** JSON of 1 MB at most unless said otherwise. */
  readonly body?: { readonly as: "text"; readonly mostBytes: number };
}

export interface PlainRequest<Who = Caller> {
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body as the route reads it; undefined when there is none. */
  readonly body: unknown;
  readonly caller: Who;
  /** To be waited for before something is read that may be as large as a message. */
  readonly makeRoom: () => Promise<void>;
  /** Who is at the other end, by its own word but for the address. */
  readonly client: { readonly address: string; readonly agent: string };
  /** Aborted when the client went away. */
  readonly signal: AbortSignal;
  /** Aborted when the server is about to stop, for the reason that who still waits for something is told. */
  readonly serverEnds: AbortSignal;
}

export function addPlainRoutes(
  server: FastifyInstance,
  parts: {
    readonly authenticator: Authenticator;
    /** Undefined: everybody may call as often as they like. */
    readonly callLimit: CallLimit | undefined;
    readonly routes: readonly PlainRoute[];
    readonly proxies: Proxies;
    /** Aborted when the server is about to stop: what goes on by itself ends then. */
    readonly serverEnds: AbortSignal;
  },
): void {
  const { authenticator, callLimit, routes, proxies, serverEnds } = parts;
  const largeAnswers = new LargeAnswers();
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      ...(route.body === undefined ? {} : { bodyLimit: route.body.mostBytes }),
      async onRequest(request) {
        const incoming = incomingOf(request.raw, readTarget(request.originalUrl), proxies);
        const dialect = dialectOf(incoming.authorization, incoming.query);
        const claim = await authenticator.identify(incoming).catch((error: unknown) => {
          if (route.anyone && provesNobody(error)) return undefined;
          throw error;
        });
        request.admitted = { incoming, dialect, claim };
        refuseCompressed(request.raw);
      },
      async handler(request, reply): Promise<FastifyReply> {
        const { incoming, dialect, claim } = admittedOf(request);
        const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
        if (claim !== undefined) {
          authenticator.prove(claim, incoming, bytes);
          if (isCounted(claim.caller)) await callLimit?.admit(claim.caller.owner);
          if (!route.anyone) requireInScope(claim.caller, `${route.method} ${route.path}`);
        }
        const account = claim?.caller.owner.account ?? "";
        const output = await carryOut(route, claim?.caller, {
          params: request.params as Record<string, string>,
          query: new URLSearchParams(incoming.query),
          body: route.body?.as === "text" ? readText(bytes) : readJson(bytes),
          makeRoom: async () => await largeAnswers.enter(account, reply.raw, request.signal),
          client: { address: incoming.remoteAddress, agent: request.headers["user-agent"] ?? "" },
          signal: request.signal,
          serverEnds,
        });
        if (output instanceof EventStream) {
          const mayGoOn = async () =>
            claim === undefined || (await authenticator.isInForce(incoming, claim.caller));
          replyWithStream(request, reply, output, { serverEnds, mayGoOn });
        } else {
          const answer = answerOf(output, { id: request.id, dialect });
          replyWith(request, reply, largeAnswers.hold(account, reply.raw, answer));
        }
        return reply;
      },
    });
  }
}

async function carryOut(
  route: PlainRoute,
  caller: Caller | undefined,
  request: Omit<PlainRequest, "caller">,
): Promise<unknown> {
  refuseNul(Object.values(request.params), request.query.values());
  if (route.anyone) return await route.handle({ ...request, caller });
  if (caller === undefined) throw new Error(`${route.path} was reached by nobody.`);
  return await route.handle({ ...request, caller });
}

/** Neither credentials, nor a cookie that came with what shows that a page of ours sent it. */
function provesNobody(error: unknown): boolean {
  return (
    error instanceof CallerError &&
    (error.problem === "missing-credentials" || error.problem === "access-denied")
  );
}

/** PostgreSQL takes a NUL for an error, and no name of ours has one. */
function refuseNul(...texts: readonly Iterable<string>[]): void {
  for (const text of texts.flatMap((some) => [...some])) {
    if (text.includes("\0"))
      throw new CallerError("bad-request", "The path and the query must not hold NUL.");
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    throw new CallerError("malformed-input", "The request body is not UTF-8.");
  }
}

function readJson(bytes: Uint8Array): unknown {
  const text = readText(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as SyntaxError).message;
    throw new CallerError("malformed-input", `The request body is not valid JSON: ${reason}`);
  }
}
