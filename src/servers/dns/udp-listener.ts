import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { machineAddresses } from "#platform/machine-addresses.ts";

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

/** One datagram in, at most one out, from the address that the one in was sent to. */
export async function listenUdp(options: UdpListenerOptions): Promise<AsyncDisposable> {
  const sockets = await bindAll(options);
  let inHand = 0;
  let closed = false;
  const handle = async (socket: Socket, packet: Buffer, client: RemoteInfo) => {
    inHand += 1;
    const reply = await options.respond(packet, client);
    inHand -= 1;
    // A lost answer is the client's to ask for again: the callback keeps an unreachable one from being an error.
    if (reply !== undefined && !closed) socket.send(reply, client.port, client.address, () => undefined);
  };
  for (const socket of sockets) {
    growReceiveBuffer(socket);
    socket.on("error", options.onError);
    socket.on("message", (packet, client) => {
      // Nothing can be sent to port 0, and nothing honest comes from it.
      if (inHand < maxInHand && client.port !== 0) void handle(socket, packet, client);
    });
  }
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      await Promise.all(sockets.map(async (socket) => await new Promise<void>((done) => socket.close(done))));
    },
  };
}

/**
 * What a socket for every address sends leaves from whichever the system likes best, and who asked another believes no word of it
 * (RFC 2181 §4.1). So each address of the machine has a socket of its own, which goes before the one for all: that serves addresses that
 * the machine is given later.
 */
async function bindAll({ host, port }: UdpListenerOptions): Promise<Socket[]> {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  // On Windows whoever shares a port takes turns with the others.
  if (!isEverywhere || process.platform === "win32") return [await bind(host, port, { isShared: false })];
  const forAll = await bind(host, port, { isShared: true });
  const others = await Promise.allSettled(
    ownAddresses(host).map(async (address) => await bind(address, forAll.address().port, { isShared: true })),
  );
  return [forAll, ...others.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))];
}

/** Of the families that a host for all addresses is for; link-local ones are nobody's to ask a name server at. */
function ownAddresses(host: string): string[] {
  return machineAddresses()
    .filter(({ family, address }) => (host === "::" || family === "IPv4") && !address.startsWith("fe80:"))
    .map(({ address }) => address);
}

async function bind(host: string, port: number, { isShared }: { isShared: boolean }): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4", reuseAddr: isShared });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("error", reject);
  socket.bind(port, host, resolve);
  try {
    await promise;
    return socket;
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
