import { connect, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type DaneDemands, daneFault, wordsForDaneFault } from "#protocols/dane/tlsa.ts";
import { authenticate, type SmtpCredentials } from "./auth.ts";
import { Channel, ConnectionBroken } from "./channel.ts";
import { SmtpConnection } from "./connection.ts";
import { Conversation, type ConversationLine } from "./conversation.ts";
import { noExtensions, readExtensions, type SmtpExtensions } from "./extensions.ts";
import { failureOf, OpeningFailed, type SmtpFailure, type SmtpStep, temporary } from "./outcome.ts";
import type { SmtpTimeouts } from "./timeouts.ts";
import { startTls, type TlsDemands, type TlsFault, type TlsLevel, tlsLevel } from "./tls.ts";

/**
 * `if-offered`: STARTTLS where the server has it, with any certificate. `required`: encrypted or not at all. `authenticated`: and with
 * a certificate valid for the server's name. `dane`: and with one that its TLSA records name (RFC 7672), whoever else trusts it. `never`:
 * plaintext, for a later attempt at a server whose TLS is broken.
 */
export type TlsPolicy = "never" | "if-offered" | "required" | "authenticated" | "dane";

export interface SmtpConnectionOptions extends Partial<TlsDemands> {
  /** Name or address to connect to. */
  readonly host: string;
  readonly port: number;
  /** The address of ours to connect from. */
  readonly localAddress?: string;
  /** What we call ourselves in EHLO: a host name or an address literal. */
  readonly clientName: string;
  /** TLS from the first octet, as `smtps:` has it (RFC 8314 §3.3). */
  readonly implicitTls?: boolean;
  readonly tlsPolicy: TlsPolicy;
  /** What `dane` demands. */
  readonly dane?: Omit<DaneDemands, "now">;
  /** Given only over TLS, or to this machine. */
  readonly credentials?: SmtpCredentials;
  readonly timeouts: SmtpTimeouts;
  readonly clock: { now(): number };
}

export type SmtpOpening =
  | { readonly status: "open"; readonly connection: SmtpConnection }
  | (SmtpFailure & { readonly conversation: readonly ConversationLine[] });

/** Connects to a server, up to where it takes messages. Does not throw: what went wrong is in the result. */
export async function openSmtpConnection(
  options: SmtpConnectionOptions,
  signal?: AbortSignal,
): Promise<SmtpOpening> {
  const conversation = new Conversation(options.clock);
  const opening = new Opening(options, conversation);
  try {
    return { status: "open", connection: await opening.run(signal) };
  } catch (error) {
    opening.channel.break("We closed the connection.");
    const failure = opening.failureFrom(error);
    return { ...failure, conversation: conversation.lines };
  }
}

class Opening {
  readonly channel: Channel;
  readonly #options: SmtpConnectionOptions;
  readonly #demands: TlsDemands;
  #step: SmtpStep = "connect";
  #tls: TlsLevel = { level: "none" };

  constructor(options: SmtpConnectionOptions, conversation: Conversation) {
    this.#options = options;
    const { host, serverName = host, trustedCertificates } = options;
    this.#demands = { serverName, ...(trustedCertificates === undefined ? {} : { trustedCertificates }) };
    const { port, localAddress } = options;
    const socket = connect({
      host,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    this.channel = new Channel(socket, conversation);
  }

  async run(signal: AbortSignal | undefined): Promise<SmtpConnection> {
    return await this.channel.abortable(signal, async () => {
      const extensions = await this.#greetAndSecure();
      await this.#logIn(extensions);
      const { channel } = this;
      const { timeouts } = this.#options;
      return new SmtpConnection({ channel, extensions, tls: this.#tls, timeouts });
    });
  }

  failureFrom(error: unknown): SmtpFailure {
    if (error instanceof OpeningFailed) return error.failure;
    if (error instanceof ConnectionBroken) {
      const { message, isOurFault } = error;
      return { ...temporary(this.#step, message), isOurFault };
    }
    throw error;
  }

  async #greetAndSecure(): Promise<SmtpExtensions> {
    const { channel } = this;
    const { timeouts } = this.#options;
    await channel.waitFor("connect", timeouts.connect);
    const { remoteAddress = "?", remotePort = 0 } = channel.socket;
    channel.conversation.note("connection", `Connected to ${remoteAddress} port ${remotePort}.`);
    if (this.#options.implicitTls === true) await this.#secure();
    this.#step = "greeting";
    const greeting = await channel.readReply(timeouts.greeting);
    if (greeting.code !== 220) throw new OpeningFailed(failureOf("greeting", greeting));
    const extensions = await this.#hello();
    if (this.#tls.level !== "none" || this.#options.tlsPolicy === "never") return extensions;
    return (await this.#startTls(extensions)) ? await this.#hello() : extensions;
  }

  async #hello(): Promise<SmtpExtensions> {
    this.#step = "hello";
    const { clientName, timeouts } = this.#options;
    const reply = await this.channel.ask(`EHLO ${clientName}`, timeouts.command);
    if (reply.code === 250) return readExtensions(reply);
    if (reply.code < 500) throw new OpeningFailed(failureOf("hello", reply));
    // RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO.
    const older = await this.channel.ask(`HELO ${clientName}`, timeouts.command);
    if (older.code !== 250) throw new OpeningFailed(failureOf("hello", older));
    return noExtensions;
  }

  /** Whether TLS runs now. A server that offers none, or declines before the handshake, is taken as the policy says. */
  async #startTls(extensions: SmtpExtensions): Promise<boolean> {
    this.#step = "tls";
    const mayGoOn = this.#options.tlsPolicy === "if-offered";
    if (!extensions.startTls) {
      if (mayGoOn) return false;
      const words = "The server does not offer STARTTLS, and TLS is required.";
      throw withoutTls({ is: "not-offered" }, temporary("tls", words));
    }
    const reply = await this.channel.ask("STARTTLS", this.#options.timeouts.command);
    if (reply.code === 220) {
      await this.#secure();
      return true;
    }
    if (mayGoOn) return false;
    throw withoutTls(
      { is: "declined", code: reply.code },
      { ...failureOf("tls", reply), status: "temporary-failure" },
    );
  }

  /** Once a handshake has begun there is no way back to plaintext on this connection. */
  async #secure(): Promise<void> {
    this.#step = "tls";
    const { channel } = this;
    const socket = startTls(channel.releaseForTls(), this.#demands);
    channel.adopt(socket);
    await channel.waitFor("secureConnect", this.#options.timeouts.tlsHandshake);
    const reached = this.#levelOf(socket);
    this.#tls = reached;
    channel.conversation.note("connection", `${reached.protocol} with ${reached.cipher}, ${reached.level}.`);
    if (reached.level === "encrypted" && this.#options.tlsPolicy === "authenticated") {
      const { certificateFault: code } = reached;
      const words = `The server's certificate is not valid for ${this.#demands.serverName}: ${code}.`;
      throw withoutTls({ is: "certificate", code }, temporary("tls", words));
    }
  }

  #levelOf(socket: TLSSocket): Exclude<TlsLevel, { level: "none" }> {
    const reached = tlsLevel(socket);
    const { dane, tlsPolicy, clock } = this.#options;
    if (tlsPolicy !== "dane" || dane === undefined) return reached;
    const own = socket.getPeerX509Certificate();
    const fault = own === undefined ? "no-match" : daneFault(own, { ...dane, now: clock.now() });
    if (fault !== undefined) {
      const words = own === undefined ? "it has shown no certificate" : wordsForDaneFault(fault, dane);
      const told = temporary("tls", `The server cannot be told from another (DANE): ${words}.`);
      throw withoutTls({ is: "dane", fault }, told);
    }
    return { level: "authenticated", protocol: reached.protocol, cipher: reached.cipher };
  }

  async #logIn(extensions: SmtpExtensions): Promise<void> {
    const { credentials, timeouts } = this.#options;
    if (credentials === undefined) return;
    this.#step = "auth";
    if (this.#tls.level === "none" && !isThisMachine(this.channel.socket)) {
      throw new OpeningFailed(temporary("auth", "Credentials are not given to a server without TLS."));
    }
    await authenticate(this.channel, extensions, credentials, timeouts.command);
  }
}

function withoutTls(tlsFault: TlsFault, failure: SmtpFailure): OpeningFailed {
  return new OpeningFailed({ ...failure, tlsFault });
}

function isThisMachine({ remoteAddress = "" }: Socket): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(remoteAddress);
}
