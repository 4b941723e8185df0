import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { type FastifyInstance, type FastifyPluginCallback, fastify } from "fastify";
import type { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Proxies } from "#platform/proxies.ts";
import type { Tracing } from "#platform/tracing.ts";
import { faultOfHead } from "#protocols/http/request-head.ts";
import { inOriginForm } from "#protocols/http/request-target.ts";
import { Authenticator, type AuthenticatorOptions } from "./auth/authenticator.ts";
import type { CallLimit } from "./call-limit.ts";
import { CommonHeaders } from "./common-headers.ts";
import { Connections } from "./connections.ts";
import type { OlderHandlers, OperationHandlers } from "./handler.ts";
import { addHealthRoutes } from "./health-routes.ts";
import type { OnceByKey } from "./idempotency.ts";
import { RequestObserver } from "./observe-requests.ts";
import { observeRoutes } from "./observe-routes.ts";
import { OperationsListener } from "./operations-listener.ts";
import { addPlainRoutes, type PlainRoute } from "./plain-routes.ts";
import type { SubscriptionConfirmer } from "./query/other-services.ts";
import { refuseHead, refuseSurplus, refuseUnreadable } from "./refuse-unreadable.ts";
import { replyToFailure } from "./reply.ts";
import { addStrictTransport } from "./strict-transport.ts";
import { startTlsFront, type TlsFrontOptions } from "./tls-front.ts";
import { unknownPlace } from "./unknown-place.ts";

export interface ApiServerOptions extends HttpServerOptions, AuthenticatorOptions {
  readonly handlers: OperationHandlers;
  readonly olderHandlers: OlderHandlers;
  readonly topics: SubscriptionConfirmer;
  /** For calls that say that they may come twice. */
  readonly repeatedCalls: OnceByKey;
  /** Told how many wait for their answers. */
  readonly callers: Callers;
  /** Undefined: everybody may call as often as they like. */
  readonly callLimit?: CallLimit | undefined;
  readonly routes?: readonly PlainRoute[];
}

export interface HttpServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Where the same is answered in TLS; undefined: nowhere. */
  readonly https?: TlsFrontOptions | undefined;
  /** Pages for people, without credentials: verification links and the like. */
  readonly pages?: readonly FastifyPluginCallback[];
  /** Rejects while the service cannot do its work. */
  ready(): Promise<void>;
  /** What is answered where there is nothing; left out: that the API is elsewhere. */
  readonly nothingHere?: CallerError;
  /** Who is believed for whom it asks: those on this machine, where it is left out. */
  readonly proxies?: Proxies;
  readonly clock: Clock;
  readonly log: Log;
  readonly newRequestId: () => string;
  readonly measures?: Measures | undefined;
  readonly tracing?: Tracing | undefined;
  /** How long requests in work may still take once the server is told to stop. */
  readonly graceMs?: number;
  /** How long a connection may be without an octet in or out while a request or its answer is under way. */
  readonly silentMs?: number;
  /** How many connections are open at a time. */
  readonly mostConnections?: number;
}

export interface ApiServer extends AsyncDisposable {
  /** `http://127.0.0.1:4579`, with the real port. */
  readonly url: string;
  readonly port: number;
  /** Where TLS is spoken. */
  readonly httpsPort: number | undefined;
  /** `/readyz` says no from now on, and every answer is the last on its connection: clients go elsewhere. */
  retire(): void;
}

const listening = {
  /** To receive a whole request: 56 MB at 4 Mbit/s, which takes 118 s, and the 45 s that it may be stopped (`large-bodies.ts`). */
  requestTimeout: 165_000,
  /** Longer than the pools of clients keep theirs, so that it is not we who close as they send. */
  keepAliveTimeout: 72_000,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
};

/** Longer than a large body waits to be read and worked on (`large-bodies.ts`), and than anybody waits for a message. */
const usualSilentMs = 120_000;

/** Each takes 20 kB, in TLS 60, and a file descriptor. */
const usualConnections = 4_000;

/** For all but operations, whose bodies are larger. */
const routes = {
  bodyLimit: 1024 * 1024,
  /** As long as the longest token that proves itself (`platform/sealed-tokens.ts`): a tracked link holds the address that it leads to. */
  routerOptions: { maxParamLength: 4_096 },
};

/** Starts the HTTP API: SES's operations, our own calls, health, and the pages that others bring. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const authenticator = new Authenticator(options);
  const observer = RequestObserver.of(options);
  const { proxies = new Proxies() } = options;
  const operations = new OperationsListener({ authenticator, observer, ...options, proxies });
  return await startHttpServer({ observer, operations, ...options }, (server, serverEnds) => {
    addStrictTransport(server, options.publicUrl);
    addPlainRoutes(server, {
      authenticator,
      callLimit: options.callLimit,
      routes: options.routes ?? [],
      proxies,
      serverEnds,
    });
  });
}

/** What a process answers that has no part in the API: how it is, and the pages that others bring. */
export async function startHealthServer(options: HttpServerOptions): Promise<ApiServer> {
  return await startHttpServer({ observer: RequestObserver.of(options), ...options }, () => {});
}

interface Listeners {
  readonly observer: RequestObserver | undefined;
  readonly operations?: OperationsListener;
}

/** Operations go to a listener of their own, all else to the routes of Fastify. */
async function startHttpServer(
  options: HttpServerOptions & Listeners,
  addCalls: (server: FastifyInstance, serverEnds: AbortSignal) => void,
): Promise<ApiServer> {
  const { log, clock, operations, observer, graceMs = 5_000, silentMs = usualSilentMs } = options;
  const { mostConnections = usualConnections } = options;
  const retired = new AbortController();
  const retire = () =>
    retired.abort(new CallerError("unavailable", "The service is about to stop. Please try again."));
  const isRetired = () => retired.signal.aborted;
  const common = new CommonHeaders(clock, isRetired);
  const server = fastify({
    ...routes,
    serverFactory: (handleOther) =>
      createServer(listening, (request, response) => {
        if (!connections.begin(response)) return refuseSurplus(response);
        const fault = faultOfHead(request);
        if (fault !== undefined) return refuseHead(fault, response, connections);
        if (!operations?.takes(request)) return handleOther(request, response);
        operations.handle(request, response, common).catch((error: unknown) => {
          log.error({ err: error }, "an answer could not be sent");
          response.destroy();
        });
      }).setTimeout(silentMs),
    genReqId: options.newRequestId,
    rewriteUrl: (request) => inOriginForm(request.url ?? "/"),
    frameworkErrors: (error, request, reply) => replyToFailure(error, request, reply, log),
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket, connections),
  });
  const connections = new Connections(server.server, mostConnections);
  addCommon(server, common, options);
  observeRoutes(server, observer);
  addCalls(server, retired.signal);
  addHealthRoutes(server, { ready: () => options.ready(), isRetired, log });
  for (const page of options.pages ?? []) await server.register(page);
  await using starting = new AsyncDisposableStack();
  starting.defer(async () => {
    retire();
    const closed = server.close();
    await connections.end(graceMs, clock);
    await closed;
  });
  const url = await server.listen({ host: options.host, port: options.port });
  // What comes in TLS is answered by the same server: its bounds are for both.
  const take = (socket: TLSSocket) => void server.server.emit("connection", socket);
  const front = options.https && starting.use(await startTlsFront(options.https, take));
  const running = starting.move();
  return {
    url,
    port: (server.server.address() as AddressInfo).port,
    httpsPort: front?.port,
    retire,
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

function addCommon(
  server: FastifyInstance,
  common: CommonHeaders,
  { log, nothingHere = unknownPlace }: HttpServerOptions,
): void {
  for (const name of ["admitted", "resourceId", "observed"]) server.decorateRequest(name, undefined);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  server.addHook("onRequest", (_, reply, done) => {
    const list = common.list();
    for (let at = 0; at < list.length; at += 2) reply.header(list[at] ?? "", list[at + 1]);
    // Until somebody says otherwise: a cache may keep what says nothing (RFC 9111 §4.2.2), such as whether we are ready.
    reply.header("cache-control", "no-store");
    done();
  });
  server.setErrorHandler((error, request, reply) => replyToFailure(error, request, reply, log));
  server.setNotFoundHandler((request, reply) => replyToFailure(nothingHere, request, reply, log));
}
