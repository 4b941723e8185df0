import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

/** Seconds from 1900 to 1970 (RFC 5905 §6). */
const epochSeconds = 2_208_988_800;
const packetBytes = 48;

/**
 * How far the clock is behind that of a time server (RFC 5905 §8, a client's one question). Rejects with the signal's reason, and
 * for an answer that is none.
 */
export async function clockOffset(
  server: { readonly address: string; readonly port: number },
  clock: { now(): number },
  signal: AbortSignal,
): Promise<number> {
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  try {
    socket.connect(server.port, server.address);
    await once(socket, "connect", { signal });
    const request = Buffer.alloc(packetBytes);
    // Version 4, mode 3: a client.
    request[0] = 0b00_100_011;
    const sentAt = clock.now();
    // What comes back in the answer to show that it is one: our time serves as the cookie.
    writeTime(request, 40, sentAt);
    const answered = once(socket, "message", { signal });
    socket.send(request);
    const [answer] = (await answered) as [Buffer];
    return offsetIn(answer, request, { sentAt, receivedAt: clock.now() });
  } finally {
    socket.close();
  }
}

function offsetIn(
  answer: Buffer,
  request: Buffer,
  { sentAt, receivedAt }: { readonly sentAt: number; readonly receivedAt: number },
): number {
  const mode = (answer[0] ?? 0) & 7;
  const stratum = answer[1] ?? 0;
  const isOurs = answer.length >= packetBytes && answer.subarray(24, 32).equals(request.subarray(40, 48));
  // RFC 5905 §7.4: stratum 0 is a refusal.
  if (!isOurs || mode !== 4 || stratum === 0 || stratum > 15) throw new Error("the time server gave no time");
  return (readTime(answer, 32) - sentAt + (readTime(answer, 40) - receivedAt)) / 2;
}

function readTime(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at) - epochSeconds;
  return seconds * 1_000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1_000;
}

function writeTime(packet: Buffer, at: number, ms: number): void {
  packet.writeUInt32BE((Math.floor(ms / 1_000) + epochSeconds) >>> 0, at);
  packet.writeUInt32BE(Math.floor(((ms % 1_000) / 1_000) * 2 ** 32), at + 4);
}
