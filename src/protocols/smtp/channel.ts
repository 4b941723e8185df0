import type { Socket } from "node:net";
import type { Conversation } from "./conversation.ts";
import { BadReply, ReplyReader, replyText, type SmtpReply } from "./reply.ts";

/** The connection can carry no more: it was closed, was silent too long, sent what is no reply, or we were told to stop. */
export class ConnectionBroken extends Error {
  override readonly name = "ConnectionBroken";
  /** This machine could not do its part, which says nothing of the server. */
  readonly isOurFault: boolean;

  constructor(reason: string, { isOurFault = false } = {}) {
    super(reason);
    this.isOurFault = isOurFault;
  }
}

const blockBytes = 65_536;

/** No file or memory is left. */
const shortages = new Set<string | undefined>(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]);

/** Commands out, replies in, over a socket that may be replaced by its TLS form. Whatever fails is a `ConnectionBroken`. */
export class Channel {
  readonly conversation: Conversation;
  #socket: Socket;
  #reader = new ReplyReader();
  #fault: ConnectionBroken | undefined;
  #wake: (() => void) | undefined;
  readonly #onReadable = (): void => this.#wake?.();
  readonly #onError = (error: SocketError): void =>
    this.break(`The connection failed${describe(error)}.`, {
      // What is bound is the address of ours that it was to leave from.
      isOurFault: shortages.has(error.code) || error.syscall === "bind",
    });
  readonly #onClose = (): void => this.break("The server closed the connection.");

  constructor(socket: Socket, conversation: Conversation) {
    this.#socket = socket;
    this.conversation = conversation;
    this.#listen();
  }

  get socket(): Socket {
    return this.#socket;
  }

  get isBroken(): boolean {
    return this.#fault !== undefined;
  }

  /** Ends everything at once; whoever waits is told why. */
  break(reason: string, how: { readonly isOurFault?: boolean } = {}): void {
    if (this.#fault === undefined) {
      this.#fault = new ConnectionBroken(reason, how);
      this.conversation.note("connection", reason);
    }
    this.#socket.destroy();
    this.#wake?.();
  }

  /** Runs `work`; an abort of `signal` meanwhile breaks the connection. */
  async abortable<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    const stop = (): void => this.break("We were told to stop.");
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      return await work();
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /**
   * Sends commands in one group (RFC 2920); `shown` stands for them in the conversation where they hold a secret. What the server
   * said unasked would be taken for the answer, so it breaks the connection: mostly it is a 421.
   */
  send(commands: readonly string[], shown: readonly string[] = commands): void {
    const unasked = this.#nextReply();
    if (unasked !== undefined)
      this.break(`The server said "${replyText(this.conversation.noteReply(unasked))}" unasked.`);
    this.#throwIfBroken();
    for (const text of shown) this.conversation.note("client", text);
    this.#socket.write(`${commands.join("\r\n")}\r\n`);
  }

  async ask(command: string, timeoutMs: number, shown = command): Promise<SmtpReply> {
    this.send([command], [shown]);
    return await this.readReply(timeoutMs);
  }

  /** The next reply, all of it within `timeoutMs`. */
  async readReply(timeoutMs: number): Promise<SmtpReply> {
    const reply = await this.#until(() => this.#nextReply(), timeoutMs);
    return this.conversation.noteReply(reply);
  }

  /**
   * Sends message data block by block, as fast as the server takes it, and gives back the last block for `write`; `undefined` where
   * the server speaks before.
   */
  async sendButLastBlock(data: Buffer, blockTimeoutMs: number): Promise<Buffer | undefined> {
    for (let start = 0; ; start += blockBytes) {
      const block = data.subarray(start, start + blockBytes);
      if (this.#hasUnread()) return undefined;
      if (start + blockBytes >= data.length) return block;
      if (!this.#socket.write(block) && !(await this.#drained(blockTimeoutMs))) return undefined;
    }
  }

  /** `false`, and nothing sent, where the server has spoken unasked. */
  write(block: Buffer): boolean {
    if (this.#hasUnread()) return false;
    this.#throwIfBroken();
    this.#socket.write(block);
    return true;
  }

  /** Nothing may lie between the reply to STARTTLS and the handshake: it would be plaintext passed off as encrypted (CVE-2011-0411). */
  releaseForTls(): Socket {
    if (this.#hasUnread()) this.break("The server sent plaintext after its reply to STARTTLS.");
    this.#throwIfBroken();
    this.#socket.off("readable", this.#onReadable);
    return this.#socket;
  }

  /** Until the socket reports that it is connected, or that TLS is up. */
  async waitFor(event: "connect" | "secureConnect", timeoutMs: number): Promise<void> {
    let happened = false;
    this.#socket.once(event, () => {
      happened = true;
      this.#wake?.();
    });
    await this.#until(() => (happened ? true : undefined), timeoutMs);
  }

  /** Goes on over the TLS form of the released socket. */
  adopt(socket: Socket): void {
    this.#throwIfBroken();
    this.#socket = socket;
    this.#reader = new ReplyReader();
    this.#listen();
  }

  #listen(): void {
    this.#socket.on("readable", this.#onReadable).on("error", this.#onError);
    this.#socket.on("end", this.#onClose).on("close", this.#onClose).on("drain", this.#onReadable);
  }

  #throwIfBroken(): void {
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Paused mode: what is not asked for stays in the socket's own bounded buffer and slows the server down. */
  #pull(): void {
    const octets: unknown = this.#socket.read();
    if (Buffer.isBuffer(octets)) this.#reader.add(octets);
  }

  #hasUnread(): boolean {
    this.#pull();
    return this.#reader.hasPending;
  }

  #nextReply(): SmtpReply | undefined {
    try {
      const ready = this.#reader.next();
      if (ready !== undefined) return ready;
      this.#pull();
      return this.#reader.next();
    } catch (error) {
      if (!(error instanceof BadReply)) throw error;
      this.break(error.message);
      return undefined;
    }
  }

  async #drained(timeoutMs: number): Promise<boolean> {
    return await this.#until(() => {
      if (this.#hasUnread()) return false;
      return this.#socket.writableNeedDrain ? undefined : true;
    }, timeoutMs);
  }

  /** Waits until `look` sees something, looking again at whatever the socket reports. */
  async #until<Seen>(look: () => Seen | undefined, timeoutMs: number): Promise<Seen> {
    // Of replies that come together only the first is waited for.
    const there = look();
    if (there !== undefined) return there;
    const timer = setTimeout(
      () => this.break(`The server did not answer within ${timeoutMs / 1_000} s.`),
      timeoutMs,
    );
    try {
      for (;;) {
        this.#throwIfBroken();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        const seen = look();
        if (seen !== undefined) return seen;
      }
    } finally {
      clearTimeout(timer);
      this.#wake = undefined;
    }
  }
}

interface SocketError extends NodeJS.ErrnoException {
  /** Of OpenSSL. */
  readonly library?: string;
  readonly reason?: string;
  /** That was bound, or connected to. */
  readonly address?: string;
}

function describe(error: SocketError): string {
  // OpenSSL's message is a line of its own files.
  if (error.library !== undefined && error.reason !== undefined) return ` in TLS: ${error.reason}`;
  if (error.code === "EADDRNOTAVAIL" && error.syscall === "bind")
    return `: it was to leave from ${error.address}, which is no address of this machine`;
  // An AggregateError, one cause per address tried, has no message of its own.
  return `: ${error.message === "" ? (error.code ?? error.name) : error.message}`;
}
