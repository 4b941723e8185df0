import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A place on the network through which a server on a socket is reached, and which can fail as networks do. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: () => string;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isFrozen = false;

  private constructor(target: () => string) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  /** `target`: the path of the socket that connections lead to; asked for each. */
  static async start(target: () => string): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** From now on nothing gets through and nothing is refused, as where packets vanish. */
  freeze(): void {
    this.#isFrozen = true;
    for (const sockets of this.#pairs) for (const socket of sockets) socket.pause();
  }

  /** What was under way stays lost; new connections work. */
  thaw(): void {
    this.#isFrozen = false;
    this.cut();
  }

  /** Every connection ends. */
  cut(): void {
    for (const sockets of this.#pairs) for (const socket of sockets) socket.destroy();
  }

  /** Every connection breaks off, which whoever called is told. */
  reset(): void {
    for (const [client] of this.#pairs) client.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.cut();
  }

  #accept(client: Socket): void {
    const server = this.#isFrozen ? client : connect(this.#target());
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    if (this.#isFrozen) client.pause();
    else {
      client.pipe(server);
      server.pipe(client);
    }
  }
}
