import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { clientNetwork } from "#platform/client-network.ts";
import { Tally } from "#platform/tally.ts";

export interface TcpLimits {
  /** Connections at a time; for a further one, that which has been idle for longest makes room. */
  readonly maxConnections: number;
  /** Of these to one client's network, so that no one holds them all. */
  readonly maxPerNetwork: number;
  /** Without a whole query for so long, a connection is closed (RFC 7766 §6.2.3). */
  readonly idleMs: number;
  /** A longer query closes the connection: no honest one comes near it. */
  readonly maxQueryOctets: number;
  /** Queries of one connection in hand at a time; reading waits for the rest (RFC 7766 §6.2.1.1). */
  readonly maxPipelined: number;
}

export const defaultTcpLimits: TcpLimits = {
  maxConnections: 256,
  maxPerNetwork: 64,
  idleMs: 10_000,
  maxQueryOctets: 4_096,
  maxPipelined: 64,
};

export interface TcpListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: TcpLimits;
  /** The octets to send back, or none. Never rejects. */
  readonly respond: (packet: Buffer) => Promise<Buffer | undefined>;
  readonly onError: (error: Error) => void;
}

export interface TcpListener extends AsyncDisposable {
  readonly port: number;
}

/** Messages with their length in front (RFC 1035 §4.2.2), many a connection, answered as they are ready (RFC 7766). */
export async function listenTcp(options: TcpListenerOptions): Promise<TcpListener> {
  // Those heard last at the end.
  const connections = new Map<Socket, Conversation>();
  const networks = new Tally();
  // A client may close its half after the last query and still wait for answers (RFC 7766 §6.2.4).
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const network = clientNetwork(socket.remoteAddress ?? "");
    const { maxConnections, maxPerNetwork } = options.limits;
    const isFull = connections.size >= maxConnections;
    if (networks.of(network) >= maxPerNetwork || (isFull && !closeLongestIdle(connections))) {
      socket.destroy();
      return;
    }
    networks.add(network);
    socket.on("close", () => {
      connections.delete(socket);
      networks.remove(network);
    });
    const conversation = converse(socket, options, () => {
      if (connections.delete(socket)) connections.set(socket, conversation);
    });
    connections.set(socket, conversation);
  });
  const port = await listening(server, options);
  server.on("error", options.onError);
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of connections.keys()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** RFC 7766 §6.2.3: so that a few who hold every connection, and ask nothing, shut out nobody. */
function closeLongestIdle(connections: Map<Socket, Conversation>): boolean {
  for (const [socket, conversation] of connections) {
    if (conversation.isBusy()) continue;
    connections.delete(socket);
    socket.destroy();
    return true;
  }
  return false;
}

async function listening(server: Server, { host, port }: TcpListenerOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host, port }, resolve);
  await promise;
  server.off("error", reject);
  return (server.address() as AddressInfo).port;
}

interface Conversation {
  /** Whether a query waits for its answer. */
  isBusy(): boolean;
}

/** `heard` is called for each whole query. */
function converse(socket: Socket, { limits, respond }: TcpListenerOptions, heard: () => void): Conversation {
  let unread: Buffer = Buffer.alloc(0);
  let inHand = 0;
  let ended = false;
  // Set again by whole queries only, so that a client cannot hold a connection by sending an octet now and then.
  const idle = setTimeout(() => socket.destroy(), limits.idleMs);
  const mayRead = () => inHand < limits.maxPipelined && !socket.writableNeedDrain;

  const handle = async (query: Buffer) => {
    inHand += 1;
    const reply = await respond(query);
    inHand -= 1;
    if (socket.destroyed) return;
    if (reply !== undefined) socket.write(framed(reply));
    proceed();
  };

  const proceed = () => {
    while (mayRead() && unread.length >= 2) {
      const length = unread.readUInt16BE(0);
      if (length > limits.maxQueryOctets) {
        socket.destroy();
        return;
      }
      if (unread.length < 2 + length) break;
      const query = unread.subarray(2, 2 + length);
      unread = unread.subarray(2 + length);
      idle.refresh();
      heard();
      void handle(query);
    }
    if (!mayRead()) {
      socket.pause();
      return;
    }
    socket.resume();
    if (ended && inHand === 0) socket.end();
  };

  socket.on("data", (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    proceed();
  });
  socket.on("drain", proceed);
  socket.on("end", () => {
    ended = true;
    proceed();
  });
  // A connection that breaks is the client's affair; "close" follows.
  socket.on("error", () => undefined);
  socket.on("close", () => clearTimeout(idle));
  return { isBusy: () => inHand > 0 };
}

function framed(message: Buffer): Buffer {
  const octets = Buffer.allocUnsafe(2 + message.length);
  octets.writeUInt16BE(message.length, 0);
  octets.set(message, 2);
  return octets;
}
