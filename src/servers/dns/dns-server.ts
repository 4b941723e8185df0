import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { Rate } from "#platform/rate.ts";
import { type ReceivedQuery, readQuery } from "#protocols/dns/query.ts";
import {
  maxMessageLength,
  maxUdpPayload,
  type Response,
  writeResponse,
  writeTruncated,
} from "#protocols/dns/response.ts";
import type { ZoneSource } from "#protocols/dns/zone.ts";
import { type Answer, type AnswerContext, answer, serverFailure } from "./answer.ts";
import { ResponseRateLimit, type ResponseRateLimitOptions } from "./response-rate-limit.ts";
import { defaultTcpLimits, listenTcp, type TcpLimits, type TcpListener } from "./tcp-listener.ts";
import { listenUdp } from "./udp-listener.ts";

export interface DnsServerOptions {
  readonly host: string;
  /** 0 picks a port that is free for both UDP and TCP. */
  readonly port: number;
  /** Asked in this order; a name that none of them holds is REFUSED. */
  readonly sources: readonly ZoneSource[];
  readonly clock: Clock;
  readonly log: Log;
  readonly rateLimit?: ResponseRateLimitOptions;
  readonly tcp?: Partial<TcpLimits>;
}

export interface DnsServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** RFC 1035 §4.2.1: what fits a datagram when the client says nothing of EDNS. */
const plainUdpPayload = 512;
const portsTried = 20;
/** While the store is away every query fails, and anybody may ask. */
const mostFailuresToldAMinute = 10;

/** Answers authoritatively over UDP and TCP until disposed. Rejects when it cannot listen. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const stopping = new AbortController();
  const server = new Answering(options, stopping.signal);
  const { port, listeners } = await listenBoth(options, server);
  return {
    host: options.host,
    port,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(listeners.map(async (listener) => await listener[Symbol.asyncDispose]()));
    },
  };
}

class Answering {
  readonly #context: AnswerContext;
  readonly #log: Log;
  readonly #rateLimit: ResponseRateLimit;
  readonly #told: Rate;

  constructor({ sources, clock, log, rateLimit }: DnsServerOptions, signal: AbortSignal) {
    this.#context = { sources, clock, signal };
    this.#log = log;
    this.#rateLimit = new ResponseRateLimit(clock, rateLimit);
    this.#told = new Rate(clock, mostFailuresToldAMinute);
  }

  async overUdp(packet: Buffer, address: string): Promise<Buffer | undefined> {
    return await this.#respond(packet, (found) => {
      const verdict = this.#rateLimit.verdict(address, found);
      if (verdict === "drop") return undefined;
      if (verdict === "truncate") return writeTruncated(found.response);
      return writeResponse(found.response, udpLimit(found.response));
    });
  }

  async overTcp(packet: Buffer): Promise<Buffer | undefined> {
    return await this.#respond(packet, ({ response }) => writeResponse(response, maxMessageLength));
  }

  logListenerError(error: Error): void {
    this.#log.error({ error: error.message }, "A DNS listener failed.");
  }

  /** Never rejects: whatever goes wrong is logged, ten times a minute at most, and the client hears SERVFAIL. */
  async #respond(packet: Buffer, write: (found: Answer) => Buffer | undefined): Promise<Buffer | undefined> {
    const received = readQuery(packet);
    try {
      const found = await answer(received, this.#context);
      return found && write(found);
    } catch (error) {
      if (this.#context.signal.aborted) return undefined;
      if (this.#told.admit("failed"))
        this.#log.error({ error: error instanceof Error ? error.stack : error }, "A DNS query failed.");
      return failed(received, write);
    }
  }
}

function failed(received: ReceivedQuery, write: (found: Answer) => Buffer | undefined): Buffer | undefined {
  return received.kind === "query" ? write(serverFailure(received)) : undefined;
}

function udpLimit({ edns }: Response): number {
  // RFC 6891 §6.2.3: less than 512 means 512.
  return Math.max(plainUdpPayload, Math.min(edns?.udpSize ?? 0, maxUdpPayload));
}

async function listenBoth(options: DnsServerOptions, server: Answering) {
  for (let attempt = 1; ; attempt += 1) {
    const tcp = await startTcp(options, server);
    try {
      const udp = await listenUdp({
        host: options.host,
        port: tcp.port,
        respond: async (packet, { address }) => await server.overUdp(packet, address),
        onError: (error) => server.logListenerError(error),
      });
      return { port: tcp.port, listeners: [tcp, udp] };
    } catch (error) {
      await tcp[Symbol.asyncDispose]();
      // The port that was free for TCP is taken for UDP: when any port will do, try another.
      if (options.port !== 0 || attempt === portsTried) throw error;
    }
  }
}

async function startTcp(options: DnsServerOptions, server: Answering): Promise<TcpListener> {
  return await listenTcp({
    host: options.host,
    port: options.port,
    limits: { ...defaultTcpLimits, ...options.tcp },
    respond: async (packet) => await server.overTcp(packet),
    onError: (error) => server.logListenerError(error),
  });
}
