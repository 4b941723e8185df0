/** Test only: a client that sends exactly the octets it is given. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { decode, encode, type Packet, type Question } from "dns-packet";

export const host = "127.0.0.1";

/** A query as a resolver sends it; `id` 4660 unless the extra members say otherwise. */
export function query(name: string, type: Question["type"], extra: Packet = {}): Buffer {
  return encode({ type: "query", id: 0x1234, questions: [{ name, type }], ...extra });
}

export function edns(udpPayloadSize: number, more: { version?: number; flags?: number } = {}): Packet {
  const { version = 0, flags = 0 } = more;
  const opt = { udpPayloadSize, extendedRcode: 0, ednsVersion: version, flags, flag_do: false, options: [] };
  return { additionals: [{ name: ".", type: "OPT", ...opt }] };
}

export function read(octets: Buffer) {
  return { ...decode(octets), code: octets.readUInt8(3) & 0xf };
}

export type Reply = ReturnType<typeof read>;

/** Sends datagrams from one port and takes what comes back, in the order of its coming. */
export class UdpClient implements AsyncDisposable {
  readonly #socket: Socket = createSocket("udp4");
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  send(packet: Uint8Array): void {
    this.#socket.send(packet, this.#port, host);
  }

  async receive(): Promise<Buffer> {
    const [octets] = (await once(this.#socket, "message")) as [Buffer];
    return octets;
  }

  async ask(packet: Uint8Array): Promise<Reply> {
    this.send(packet);
    return read(await this.receive());
  }

  /** Asks until the answer to this very query comes: what was sent before may have filled the buffers on the way. */
  async heard(packet: Buffer): Promise<void> {
    const again = setInterval(() => this.send(packet), 50);
    try {
      while ((await this.receive()).readUInt16BE(0) !== packet.readUInt16BE(0));
    } finally {
      clearInterval(again);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }
}

export function framed(packet: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
}

/** Sends all, closes its half, and resolves to every message that came before the server closed the other. */
export async function converseOverTcp(port: number, chunks: readonly Uint8Array[]): Promise<Buffer[]> {
  const socket = connect({ port, host, noDelay: true });
  for (const chunk of chunks) {
    socket.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.end();
  const received = Buffer.concat(await Array.fromAsync(socket as AsyncIterable<Buffer>));
  const messages: Buffer[] = [];
  for (let at = 0; at < received.length; at += 2 + received.readUInt16BE(at)) {
    messages.push(received.subarray(at + 2, at + 2 + received.readUInt16BE(at)));
  }
  return messages;
}
