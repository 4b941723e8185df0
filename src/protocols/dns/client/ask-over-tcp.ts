import { connect } from "node:net";
import { echoOf } from "./ask-over-udp.ts";
import type { Exchange, Server } from "./exchange.ts";
import { readReply } from "./read-reply.ts";
import type { QueryWire } from "./write-query.ts";

/** Asks over a connection of its own (RFC 7766). At most one message, so at most 65,537 octets, are taken in. */
export function askOverTcp(
  query: QueryWire,
  server: Server,
  wait: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const socket = connect({ host: server.address, port: server.port });
    const received: Buffer[] = [];
    let length = 0;
    let expected: number | undefined;
    const timer = setTimeout(
      () => finish({ kind: "timeout", via: "tcp", tookMs: elapsed() }),
      wait.timeoutMs,
    );
    const elapsed = () => performance.now() - startedAt;
    const leave = () => {
      clearTimeout(timer);
      wait.signal?.removeEventListener("abort", abort);
      socket.destroy();
    };
    const finish = (exchange: Exchange) => {
      leave();
      resolve(exchange);
    };
    const abort = () => {
      leave();
      reject(wait.signal?.reason);
    };
    wait.signal?.addEventListener("abort", abort);
    socket.on("error", (error) => {
      const code = "code" in error ? String(error.code) : "EIO";
      finish({ kind: "network-error", code, via: "tcp", tookMs: elapsed() });
    });
    socket.on("close", () =>
      finish({ kind: "network-error", code: "ECONNRESET", via: "tcp", tookMs: elapsed() }),
    );
    socket.on("data", (bytes: Buffer) => {
      received.push(bytes);
      length += bytes.length;
      if (expected === undefined && length >= 2) expected = 2 + Buffer.concat(received).readUInt16BE(0);
      if (expected === undefined || length < expected) return;
      finish(readExchange(Buffer.concat(received).subarray(2, expected), query, elapsed()));
    });
    socket.write(framed(query.bytes));
  });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function readExchange(message: Buffer, query: QueryWire, tookMs: number): Exchange {
  const ours = message.length >= 12 && message.readUInt16BE(0) === query.bytes.readUInt16BE(0);
  const response = ours && ((message[2] ?? 0) & 0x80) !== 0;
  const echo = response ? echoOf(message, query) : "other";
  if (echo === "other") return { kind: "malformed", tookMs };
  const reply = readReply(message, echo === "none" ? 12 : query.questionEnd);
  return reply ? { kind: "answer", reply, via: "tcp", tookMs } : { kind: "malformed", tookMs };
}
