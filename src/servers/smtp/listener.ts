import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SMTPConnectionOptions } from "smtp-server/lib/smtp-connection.js";
import { clientNetwork } from "#platform/client-network.ts";
import { Tally } from "#platform/tally.ts";
import type { SmtpLimits } from "./limits.ts";
import { Session, type SessionRules } from "./session.ts";

/** What a listener shows in TLS; `features/tls-certificate` has one. */
export interface ShownCertificate {
  readonly current: { readonly cert: string; readonly key: string };
  /** Looks whether there is a newer one. Never rejects. */
  refresh(): Promise<{ readonly cert: string; readonly key: string }>;
}

export interface SmtpListenerOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet, instead of STARTTLS. */
  readonly implicitTls: boolean;
  readonly certificate: ShownCertificate;
  readonly limits: SmtpLimits;
  readonly rules: SessionRules;
  /** What is offered, and the handlers. */
  readonly service: SMTPServerOptions;
}

export interface SmtpListener extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** smtp-server lets a turn of the event loop go by before each, in which it would refuse what `openssl s_client < file` has sent already. */
const readyAtOnce: SMTPServerOptions = {
  onConnect: (_session, done) => done(),
  onSecure: (_socket, _session, done) => done(),
};

const busy = "421 Too many concurrent SMTP connections\r\n";

/** smtp-server with bounds on who connects, how many, and for how long. Its `connections` are in the order in which they were last heard. */
class BoundedServer extends SMTPServer {
  readonly #options: SmtpListenerOptions;
  readonly #sockets = new Map<Socket, () => void>();
  readonly #networks = new Tally();
  #shown: string;

  constructor(options: SmtpListenerOptions) {
    const { limits, certificate, implicitTls, rules, service } = options;
    super({
      ...(rules.waitsToGreet ? {} : readyAtOnce),
      ...service,
      ...certificate.current,
      minVersion: "TLSv1.2",
      secure: implicitTls,
      logger: false,
      disableReverseLookup: true,
      disabledCommands: [
        "HELP",
        "WIZ",
        "SHELL",
        "KILL",
        "XCLIENT",
        "XFORWARD",
        ...(service.disabledCommands ?? []),
      ],
      hideSMTPUTF8: true,
      lenientAddressParsing: true,
      size: limits.maxMessageOctets,
      rejectOversized: true,
      maxRecipients: limits.maxRecipients,
      maxCommandLength: limits.maxCommandOctets,
      socketTimeout: limits.idleMs,
      closeTimeout: limits.graceMs,
    });
    this.#options = options;
    this.#shown = certificate.current.cert;
    // What clients do to their connections is no concern of anybody's.
    this.on("error", () => undefined);
    this.server.on("connection", (socket: Socket) => this.#admit(socket));
    this.server.maxConnections = 2 * limits.maxConnections;
  }

  /** Of connections that begin in TLS: until they have, they are no sessions, and are let go in the order in which they came. */
  override _acceptSocket(socket: Socket, handshake: boolean): (() => void) | false {
    const { maxConnections, maxPerNetwork } = this.#options.limits;
    const isOneTooMany = this.#networks.of(clientNetwork(socket.remoteAddress ?? "")) >= maxPerNetwork;
    if (handshake && isOneTooMany) {
      socket.on("error", () => undefined);
      socket.destroy();
      return false;
    }
    const [first] = this._pendingSockets.values();
    if (this._pendingSockets.size >= maxConnections) first?.destroy();
    return super._acceptSocket(socket, handshake);
  }

  override connect(socket: Socket, options?: SMTPConnectionOptions | null): void {
    const { limits, rules } = this.#options;
    const network = clientNetwork(socket.remoteAddress ?? "");
    const isFull = this.connections.size >= limits.maxConnections;
    if (this.#networks.of(network) > limits.maxPerNetwork || (isFull && !this.#makeRoom())) {
      socket.on("error", () => undefined);
      socket.end(busy, () => socket.destroy());
      return;
    }
    const session = new Session(this, socket, options, rules);
    this.connections.add(session);
    session.on("error", () => undefined);
    // STARTTLS takes all listeners off the socket.
    session.on("upgrading", (raw: Socket) => this.#watch(raw));
    session.on("heard", () => {
      if (this.connections.delete(session)) this.connections.add(session);
    });
    session.init();
  }

  /** So that a few networks that hold every connection, and bring nothing, shut out nobody. */
  #makeRoom(): boolean {
    for (const session of this.connections) {
      if (!(session instanceof Session) || !session.isWaiting) continue;
      session.giveWay();
      return true;
    }
    return false;
  }

  /** Counts a connection from its first moment, before TLS, and bounds its life. */
  #admit(socket: Socket): void {
    const network = clientNetwork(socket.remoteAddress ?? "");
    this.#networks.add(network);
    const end = setTimeout(() => socket.destroy(), this.#options.limits.sessionMs);
    this.#sockets.set(socket, () => {
      clearTimeout(end);
      if (this.#sockets.delete(socket)) this.#networks.remove(network);
    });
    this.#watch(socket);
    void this.#showNewest();
  }

  #watch(socket: Socket): void {
    const leave = this.#sockets.get(socket);
    if (leave !== undefined) socket.once("close", leave);
  }

  async #showNewest(): Promise<void> {
    const newest = await this.#options.certificate.refresh();
    if (newest.cert === this.#shown) return;
    this.#shown = newest.cert;
    this.updateSecureContext(newest);
  }

  /** Ends idle sessions at once, and those with a message in work when it is answered. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    super.close(() => resolve());
    const waiting = setInterval(() => this.#endIdle(), 20);
    this.#endIdle();
    await promise;
    clearInterval(waiting);
    for (const socket of this.#sockets.keys()) socket.destroy();
  }

  #endIdle(): void {
    for (const session of this.connections) {
      if (session instanceof Session && session.isInWork) continue;
      session.send(421, "Server shutting down");
    }
    // A session that has been told so is no longer among the connections; its socket goes with its last octet.
    if (this.connections.size === 0) for (const socket of this.#sockets.keys()) socket.destroySoon();
  }
}

export async function startSmtpListener(options: SmtpListenerOptions): Promise<SmtpListener> {
  const server = new BoundedServer(options);
  server.listen(options.port, options.host);
  await once(server.server, "listening");
  return {
    host: options.host,
    port: (server.server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => await server.stop(),
  };
}
