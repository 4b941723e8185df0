import { type Channel, ConnectionBroken } from "./channel.ts";
import { faultOfMessage, type SmtpMessage } from "./delivery.ts";
import type { SmtpExtensions } from "./extensions.ts";
import { type SmtpDelivery, statusOf } from "./outcome.ts";
import type { SmtpTimeouts } from "./timeouts.ts";
import type { TlsLevel } from "./tls.ts";
import { Transaction } from "./transaction.ts";

/** An open connection: takes one message after the other, until it is closed or `isUsable` says no. */
export class SmtpConnection implements AsyncDisposable {
  readonly tls: TlsLevel;
  readonly extensions: SmtpExtensions;
  readonly #channel: Channel;
  readonly #timeouts: SmtpTimeouts;
  #needsReset = false;
  #isBusy = false;

  constructor(parts: {
    channel: Channel;
    extensions: SmtpExtensions;
    tls: TlsLevel;
    timeouts: SmtpTimeouts;
  }) {
    this.#channel = parts.channel;
    this.extensions = parts.extensions;
    this.tls = parts.tls;
    this.#timeouts = parts.timeouts;
  }

  /** False once the connection is lost, or the server said something unasked: that is a 421 before it closes. */
  get isUsable(): boolean {
    return !this.#channel.isBroken && this.#channel.socket.readableLength === 0;
  }

  /**
   * Hands over one message. Never rejects for what the server or the network does: that is in the result. Rejects when `onPhase`
   * rejects; the connection is then closed.
   */
  async deliver(message: SmtpMessage, signal?: AbortSignal): Promise<SmtpDelivery> {
    if (this.#isBusy) throw new Error("A delivery is under way on this connection.");
    this.#isBusy = true;
    try {
      return await this.#channel.abortable(signal, async () => await this.#deliver(message));
    } catch (error) {
      this.#channel.break("The delivery was given up.");
      throw error;
    } finally {
      this.#isBusy = false;
    }
  }

  async #deliver(message: SmtpMessage): Promise<SmtpDelivery> {
    const { conversation } = this.#channel;
    conversation.beginDelivery();
    const { extensions } = this;
    const transaction = new Transaction(message, {
      channel: this.#channel,
      extensions,
      timeouts: this.#timeouts,
    });
    const fault = faultOfMessage(message, extensions);
    const recipients =
      fault === undefined ? await transaction.run(this.#needsReset) : transaction.refuse(fault);
    this.#needsReset = fault === undefined ? !transaction.isFinished : this.#needsReset;
    if (recipients.some((outcome) => "reply" in outcome && outcome.reply?.code === 421)) {
      // RFC 5321 §3.8: with 421 the server says that it is closing.
      this.#channel.break("The server is closing the connection.");
    }
    return { status: statusOf(recipients), recipients, tls: this.tls, conversation: conversation.lines };
  }

  /** Says QUIT where that is still possible, waits shortly for the answer, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (!this.#isBusy) await this.#channel.ask("QUIT", this.#timeouts.quit);
    } catch (error) {
      if (!(error instanceof ConnectionBroken)) throw error;
    }
    this.#channel.break("We closed the connection.");
  }
}
