import { SocketAddress } from "node:net";
import { askOverTcp } from "./ask-over-tcp.ts";
import type { UdpOutcome } from "./ask-over-udp.ts";
import { askOverUdp } from "./ask-over-udp.ts";
import type { Exchange, Server } from "./exchange.ts";
import { Places } from "./places.ts";
import type { AddressPolicy } from "./reserved-address.ts";
import { createAddressPolicy } from "./reserved-address.ts";
import { UdpSockets } from "./udp-sockets.ts";
import type { RandomBytes } from "./unpredictable.ts";
import { Unpredictable } from "./unpredictable.ts";
import type { QueryFlags, Question } from "./write-query.ts";
import { writeQuery } from "./write-query.ts";

export interface DnsClientOptions {
  readonly random: RandomBytes;
  /** CIDRs that may be contacted although they are reserved: tests, an internal network. */
  readonly allowedNetworks?: readonly string[];
  /** One entry per transmission over UDP. The sum is how long a dead server is waited for. */
  readonly attemptTimeoutsMs?: readonly number[];
  readonly tcpTimeoutMs?: number;
  /** UDP sockets open per address family; each has its own random port. */
  readonly sockets?: number;
  /** Questions in flight, in the process and to one address. */
  readonly maxInFlight?: number;
  readonly maxInFlightPerServer?: number;
  /**
   * Instead of `maxInFlightPerServer`: how many may be in flight to an address that would now have `wanted` of them. Not asked about
   * trusted servers, which are the operator's own.
   */
  readonly roomAt?: (address: string, wanted: number) => number;
}

/** Asks one server one question, believing nothing that could come from somebody else. */
export class DnsClient implements AsyncDisposable {
  readonly unpredictable: Unpredictable;
  readonly #policy: AddressPolicy;
  readonly #attemptTimeoutsMs: readonly number[];
  readonly #tcpTimeoutMs: number;
  readonly #places: Places;
  readonly #trusted = new Set<string>();
  readonly #udp4: UdpSockets;
  readonly #udp6: UdpSockets;

  constructor(options: DnsClientOptions) {
    this.unpredictable = new Unpredictable(options.random);
    this.#policy = createAddressPolicy(options.allowedNetworks);
    this.#attemptTimeoutsMs = options.attemptTimeoutsMs ?? [1_200, 2_000];
    this.#tcpTimeoutMs = options.tcpTimeoutMs ?? 4_000;
    const { maxInFlightPerServer: usual = 100, roomAt } = options;
    this.#places = new Places(options.maxInFlight ?? 2_000, (address, wanted) =>
      roomAt === undefined || this.#trusted.has(address) ? usual : roomAt(address, wanted),
    );
    this.#udp4 = new UdpSockets("udp4", options.sockets ?? 32, this.unpredictable);
    this.#udp6 = new UdpSockets("udp6", options.sockets ?? 32, this.unpredictable);
  }

  /**
   * Every way in which a server can fail is an outcome, not an error. Rejects with the signal's reason only.
   * Time spent in line behind other questions is not part of `tookMs`; what has not had its turn by `untilMs` (on the scale of
   * `performance.now()`) is not asked.
   */
  async ask(
    server: Server,
    question: Question,
    flags: QueryFlags & { readonly untilMs?: number } = {},
    signal?: AbortSignal,
  ): Promise<Exchange> {
    signal?.throwIfAborted();
    const reason = server.trusted ? undefined : this.#policy(server.address);
    if (reason !== undefined) return { kind: "refused-address", reason, tookMs: 0 };
    if (server.trusted) this.#trusted.add(server.address);
    const hasPlace =
      this.#places.take(server.address) || (await this.#places.wait(server.address, signal, flags.untilMs));
    if (!hasPlace) return { kind: "no-turn", tookMs: 0 };
    try {
      signal?.throwIfAborted();
      if (flags.untilMs !== undefined && performance.now() > flags.untilMs)
        return { kind: "no-turn", tookMs: 0 };
      return await this.#askPatiently(canonical(server), question, flags, signal);
    } finally {
      this.#places.release(server.address);
    }
  }

  /** `roomAt` answers otherwise now: who waits may go on. */
  roomChanged(address: string): void {
    this.#places.roomChanged(address);
  }

  async #askPatiently(
    server: Server,
    question: Question,
    flags: QueryFlags,
    signal: AbortSignal | undefined,
  ): Promise<Exchange> {
    const sockets = server.address.includes(":") ? this.#udp6 : this.#udp4;
    let outcome: UdpOutcome = { kind: "timeout", tookMs: 0 };
    let earlierMs = 0;
    let edns = true;
    for (let attempt = 0; attempt < this.#attemptTimeoutsMs.length; attempt++) {
      const query = writeQuery(question, flags, this.unpredictable.coin, edns);
      if (query === undefined) return { kind: "impossible-name", tookMs: 0 };
      earlierMs += outcome.tookMs;
      const timeoutMs = this.#attemptTimeoutsMs[attempt] ?? 0;
      outcome = await askOverUdp(sockets, query, server, { timeoutMs, signal });
      if (outcome.kind === "timeout") continue;
      if (outcome.kind !== "answer" || !edns || !dislikesEdns(outcome)) break;
      edns = false;
      // It answered, so this was no attempt at somebody silent.
      attempt--;
    }
    if (outcome.kind === "case-changed" || (outcome.kind === "answer" && outcome.reply.truncated)) {
      const query = writeQuery(question, flags, this.unpredictable.coin, edns);
      if (query === undefined) return { kind: "impossible-name", tookMs: 0 };
      query.bytes.writeUInt16BE(this.unpredictable.uint16(), 0);
      earlierMs += outcome.tookMs;
      outcome = await askOverTcp(query, server, { timeoutMs: this.#tcpTimeoutMs, signal });
    }
    return earlierMs === 0 || outcome.tookMs === 0
      ? outcome
      : { ...outcome, tookMs: earlierMs + outcome.tookMs };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#udp4[Symbol.asyncDispose]();
    await this.#udp6[Symbol.asyncDispose]();
  }
}

/** RFC 6891 §7: a server that does not know EDNS answers so; ask it without. */
function dislikesEdns(outcome: Extract<Exchange, { kind: "answer" }>): boolean {
  const { rcode } = outcome.reply;
  return rcode === "FORMERR" || rcode === "NOTIMP" || rcode === "BADVERS";
}

/** IPv6 in the form in which the system reports senders, since the two are compared. */
function canonical(server: Server): Server {
  if (!server.address.includes(":")) return server;
  return { ...server, address: new SocketAddress({ address: server.address, family: "ipv6" }).address };
}
