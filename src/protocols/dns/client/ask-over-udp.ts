import type { Exchange, Server } from "./exchange.ts";
import type { Reply } from "./read-reply.ts";
import { readReply } from "./read-reply.ts";
import type { UdpSockets, Waiting } from "./udp-sockets.ts";
import type { QueryWire } from "./write-query.ts";

/** Beyond the outcomes of an exchange: the server changed the case of the question, so a forger cannot be told from it. */
export type UdpOutcome = Exchange | { readonly kind: "case-changed"; readonly tookMs: number };

/** The calls in flight that one signal ends. Set up once a signal: an `abort` listener per query would cost more than the query. */
const endedBy = new WeakMap<AbortSignal, Set<(reason: unknown) => void>>();

/** Sends `query` once and waits for its answer. Rejects with the signal's reason when aborted. */
export function askOverUdp(
  sockets: UdpSockets,
  query: QueryWire,
  server: Server,
  wait: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<UdpOutcome> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const ends = wait.signal && callsEndedBy(wait.signal);
    const finish = (outcome: UdpOutcome) => {
      leave();
      resolve(outcome);
    };
    const waiting: Waiting = {
      server,
      receive: (bytes) => {
        const tookMs = performance.now() - startedAt;
        const outcome = readOutcome(bytes, query, tookMs);
        if (outcome === undefined) return false;
        finish(outcome);
        return true;
      },
      fail: (code) => finish({ kind: "network-error", code, tookMs: performance.now() - startedAt }),
    };
    const timer = setTimeout(
      () => finish({ kind: "timeout", tookMs: performance.now() - startedAt }),
      wait.timeoutMs,
    );
    const abort = (reason: unknown) => {
      leave();
      reject(reason);
    };
    let forget: (() => void) | undefined;
    function leave() {
      clearTimeout(timer);
      forget?.();
      ends?.delete(abort);
    }
    ends?.add(abort);
    // Where no socket can be had it has failed by the time that this returns.
    forget = sockets.send(query.bytes, waiting);
    if (forget === undefined) waiting.fail("EAGAIN");
  });
}

function callsEndedBy(signal: AbortSignal): Set<(reason: unknown) => void> {
  let calls = endedBy.get(signal);
  if (calls === undefined) {
    const created = new Set<(reason: unknown) => void>();
    signal.addEventListener("abort", () => {
      for (const end of created) end(signal.reason);
    });
    endedBy.set(signal, created);
    calls = created;
  }
  return calls;
}

/** Undefined for a packet that answers something else: a forger's, or one that comes too late. */
function readOutcome(bytes: Buffer, query: QueryWire, tookMs: number): UdpOutcome | undefined {
  if (((bytes[2] ?? 0) & 0x80) === 0) return undefined;
  const echo = echoOf(bytes, query);
  if (echo === "other") return undefined;
  if (echo === "changed-case") return { kind: "case-changed", tookMs };
  const reply = echo === "same" ? readReply(bytes, query.questionEnd) : refusalWithoutQuestion(bytes);
  return reply ? { kind: "answer", reply, via: "udp", tookMs } : { kind: "malformed", tookMs };
}

type Echo = "same" | "changed-case" | "none" | "other";

/** How the answer repeats the question. */
export function echoOf(bytes: Buffer, query: QueryWire): Echo {
  const questions = bytes.readUInt16BE(4);
  // Servers from before EDNS refuse with a header alone (RFC 6891 §7).
  if (questions === 0 && ((bytes[3] ?? 0) & 0xf) !== 0 && bytes.length === 12) return "none";
  if (questions !== 1 || bytes.length < query.questionEnd) return "other";
  if (bytes.compare(query.bytes, 12, query.questionEnd, 12, query.questionEnd) === 0) return "same";
  for (let at = 12; at < query.questionEnd; at++) {
    if (foldCase(bytes[at] ?? 0) !== foldCase(query.bytes[at] ?? 0)) return "other";
  }
  return "changed-case";
}

function foldCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

function refusalWithoutQuestion(bytes: Buffer): Reply | undefined {
  return readReply(bytes, 12);
}
