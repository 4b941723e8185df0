import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";

export interface UdpListenerOptions {
  readonly host: string;
  readonly port: number;
  /** The octets to send back, or none. Never rejects. */
  readonly respond: (packet: Buffer, client: RemoteInfo) => Promise<Buffer | undefined>;
  readonly onError: (error: Error) => void;
}

/** Queries in hand at most; more are dropped, as a full socket buffer would drop them. */
const maxInHand = 2_000;
/** Room for bursts; the system may grant less. */
const receiveBufferOctets = 1 << 20;

/** One datagram in, at most one out. */
export async function listenUdp(options: UdpListenerOptions): Promise<AsyncDisposable> {
  const socket = createSocket(isIPv6(options.host) ? "udp6" : "udp4");
  await bind(socket, options);
  growReceiveBuffer(socket);
  socket.on("error", options.onError);
  let inHand = 0;
  let closed = false;
  const handle = async (packet: Buffer, client: RemoteInfo) => {
    inHand += 1;
    const reply = await options.respond(packet, client);
    inHand -= 1;
    // A lost answer is the client's to ask for again: the callback keeps an unreachable one from being an error.
    if (reply !== undefined && !closed) socket.send(reply, client.port, client.address, () => undefined);
  };
  socket.on("message", (packet, client) => {
    // Nothing can be sent to port 0, and nothing honest comes from it.
    if (inHand < maxInHand && client.port !== 0) void handle(packet, client);
  });
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}

async function bind(socket: Socket, { host, port }: UdpListenerOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("error", reject);
  socket.bind(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    socket.close();
    throw error;
  } finally {
    socket.off("error", reject);
  }
}

function growReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferOctets);
  } catch {
    // Some systems refuse more than their maximum instead of granting it; the default serves too.
  }
}
