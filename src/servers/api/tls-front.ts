import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import type { CurrentCertificate } from "#features/tls-certificate/index.ts";
import { clientNetwork } from "#platform/client-network.ts";
import { Tally } from "#platform/tally.ts";

export interface TlsFrontOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly certificate: Pick<CurrentCertificate, "current" | "refresh">;
  readonly onError: (error: Error) => void;
  /** How many connections are in their handshakes at a time; an eighth of them of one network. */
  readonly mostHandshakes?: number;
  /** For a handshake, from the first octet to the last. */
  readonly handshakeMs?: number;
}

/** A listener that speaks TLS, and hands over what comes in it. Disposing of it takes no more connections; those that were taken go on. */
export interface TlsFront extends Disposable {
  readonly port: number;
}

export async function startTlsFront(
  options: TlsFrontOptions,
  take: (socket: TLSSocket) => void,
): Promise<TlsFront> {
  const { host, port, certificate, mostHandshakes = 800, handshakeMs = 15_000 } = options;
  const handshakes = new Handshakes(mostHandshakes);
  let shown = certificate.current.cert;
  const server = createServer({
    ...certificate.current,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["http/1.1"],
    handshakeTimeout: handshakeMs,
    noDelay: true,
  });
  const showNewest = async () => {
    const newest = await certificate.refresh();
    if (newest.cert === shown) return;
    shown = newest.cert;
    server.setSecureContext({ ...newest, minVersion: "TLSv1.2" });
  };
  server.on("connection", (socket: Socket) => {
    handshakes.admit(socket);
    void showNewest();
  });
  server.on("secureConnection", (socket) => {
    handshakes.end(socket);
    take(socket);
  });
  // What clients do to their connections is no concern of anybody's.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  server.listen({ host, port });
  await once(server, "listening");
  server.on("error", options.onError);
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.dispose]() {
      server.close();
      handshakes.endAll();
    },
  };
}

/** Connections that are not in TLS yet: they are nobody's, and whoever opens many is not to keep others out. */
class Handshakes {
  /** In the order of their coming. */
  readonly #open = new Map<string, Socket>();
  readonly #networks = new Tally();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  admit(socket: Socket): void {
    const name = nameOf(socket);
    const network = clientNetwork(socket.remoteAddress ?? "");
    if (this.#networks.of(network) >= Math.ceil(this.#most / 8)) {
      socket.destroy();
      return;
    }
    const [first] = this.#open.values();
    if (this.#open.size >= this.#most) first?.destroy();
    this.#open.set(name, socket);
    this.#networks.add(network);
    socket.once("close", () => this.#forget(name, network));
  }

  end(socket: Socket): void {
    this.#forget(nameOf(socket), clientNetwork(socket.remoteAddress ?? ""));
  }

  endAll(): void {
    for (const socket of this.#open.values()) socket.destroy();
  }

  #forget(name: string, network: string): void {
    if (this.#open.delete(name)) this.#networks.remove(network);
  }
}

/** TLS has a socket of its own, with the same two ends. One end is no name: from one port a client may connect to several addresses of ours. */
function nameOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(" ");
}
