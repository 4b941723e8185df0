import { type Channel, ConnectionBroken } from "./channel.ts";
import { faultOfRecipient, mailCommand, type SmtpMessage, type SmtpPhase } from "./delivery.ts";
import { dotStuffed } from "./dot-stuffing.ts";
import type { SmtpExtensions } from "./extensions.ts";
import { failureOf, type RecipientOutcome, type SmtpFailure, type SmtpStep, temporary } from "./outcome.ts";
import type { SmtpReply } from "./reply.ts";
import type { SmtpTimeouts } from "./timeouts.ts";

/** One message over an open connection, from MAIL to the reply to the final dot (RFC 5321 §3.3). */
export class Transaction {
  readonly #channel: Channel;
  readonly #message: SmtpMessage;
  readonly #extensions: SmtpExtensions;
  readonly #timeouts: SmtpTimeouts;
  /** By position in the message's recipients; a hole is a recipient whose fate is open. */
  readonly #outcomes: (RecipientOutcome | undefined)[];
  #step: SmtpStep = "mail";
  #finalDotSent = false;
  /** The server holds no half transaction, so the next may start without RSET. */
  isFinished = false;

  constructor(
    message: SmtpMessage,
    parts: { channel: Channel; extensions: SmtpExtensions; timeouts: SmtpTimeouts },
  ) {
    this.#message = message;
    this.#channel = parts.channel;
    this.#extensions = parts.extensions;
    this.#timeouts = parts.timeouts;
    this.#outcomes = message.recipients.map((address) => {
      const fault = faultOfRecipient(address);
      return fault && { address, ...fault };
    });
  }

  /** The fate of every recipient. Rejects only when `onPhase` does. */
  async run(withReset: boolean): Promise<readonly RecipientOutcome[]> {
    try {
      if (this.#open().length > 0) await this.#converse(withReset);
    } catch (error) {
      if (!(error instanceof ConnectionBroken)) throw error;
      this.#settleBroken(error.message);
    }
    return this.#outcomes.filter((outcome) => outcome !== undefined);
  }

  /** Settles all recipients without a word to the server. */
  refuse(failure: SmtpFailure): readonly RecipientOutcome[] {
    this.#settle(failure);
    return this.#outcomes.filter((outcome) => outcome !== undefined);
  }

  async #converse(withReset: boolean): Promise<void> {
    const data = await (this.#extensions.pipelining
      ? this.#sendEnvelopeAtOnce(withReset)
      : this.#sendEnvelope(withReset));
    if (data === undefined) return;
    if (data.code !== 354) {
      this.#settle(failureOf("data", data));
    } else if (this.#open().length === 0) {
      await this.#sendNothing();
    } else {
      await this.#sendContent();
    }
  }

  /** RFC 2920 §3.1: everything up to DATA in one group. Its reply is given back. */
  async #sendEnvelopeAtOnce(withReset: boolean): Promise<SmtpReply> {
    const open = this.#open();
    this.#channel.send([
      ...(withReset ? ["RSET"] : []),
      mailCommand(this.#message, this.#extensions),
      ...open.map((index) => this.#recipientCommand(index)),
      "DATA",
    ]);
    if (withReset) await this.#channel.readReply(this.#timeouts.command);
    this.#readMail(await this.#channel.readReply(this.#timeouts.mail));
    for (const index of open)
      this.#readRecipient(index, await this.#channel.readReply(this.#timeouts.recipient));
    this.#step = "data";
    return await this.#channel.readReply(this.#timeouts.dataStart);
  }

  async #sendEnvelope(withReset: boolean): Promise<SmtpReply | undefined> {
    const { command, mail, recipient, dataStart } = this.#timeouts;
    if (withReset) await this.#channel.ask("RSET", command);
    this.#readMail(await this.#channel.ask(mailCommand(this.#message, this.#extensions), mail));
    for (const index of this.#open()) {
      this.#readRecipient(index, await this.#channel.ask(this.#recipientCommand(index), recipient));
    }
    if (this.#open().length === 0) return undefined;
    this.#step = "data";
    return await this.#channel.ask("DATA", dataStart);
  }

  async #sendContent(): Promise<void> {
    await this.#tell("before-data");
    const stuffed = dotStuffed(this.#message.content);
    this.#channel.conversation.note("client", `(the message, ${this.#message.content.length} octets)`);
    const last = await this.#channel.sendButLastBlock(stuffed, this.#timeouts.dataBlock);
    if (last !== undefined) await this.#tell("before-final-dot");
    if (last === undefined || !this.#channel.write(last)) {
      await this.#readInterruption();
      return;
    }
    this.#finalDotSent = true;
    this.#step = "final-dot";
    await this.#tell("after-final-dot");
    const reply = await this.#channel.readReply(this.#timeouts.finalDot);
    await this.#settleFinal(reply);
  }

  async #settleFinal(reply: SmtpReply): Promise<void> {
    if (reply.code >= 200 && reply.code < 300) {
      for (const index of this.#open()) {
        this.#outcomes[index] = { address: this.#address(index), status: "delivered", reply };
      }
    } else if (reply.code < 400) {
      this.#settleBroken(`The server answered the message with ${reply.code}, which is neither yes nor no.`);
      this.#channel.break("The conversation is out of step.");
    } else {
      this.#settle(failureOf("final-dot", reply));
    }
    this.isFinished = true;
    await this.#tell("reply-read");
  }

  /** The server spoke in the middle of the message. What it means is plain, but the connection is out of step. */
  async #readInterruption(): Promise<void> {
    const reply = await this.#channel.readReply(this.#timeouts.dataBlock);
    if (reply.code >= 400) this.#settle(failureOf("data", reply));
    else
      this.#settle(temporary("data", `The server answered ${reply.code} before the message was complete.`));
    this.#channel.break("The message was cut short.");
  }

  /** RFC 2920 §3.1: DATA was taken although no recipient was. A lone dot ends it; nobody gets an empty message. */
  async #sendNothing(): Promise<void> {
    await this.#channel.ask(".", this.#timeouts.finalDot);
  }

  #readMail(reply: SmtpReply): void {
    if (reply.code < 200 || reply.code >= 300) this.#settle(failureOf("mail", reply));
    this.#step = "recipient";
  }

  #readRecipient(index: number, reply: SmtpReply): void {
    if (reply.code >= 200 && reply.code < 300) return;
    this.#outcomes[index] ??= { address: this.#address(index), ...failureOf("recipient", reply) };
  }

  #settleBroken(reason: string): void {
    if (!this.#finalDotSent) {
      this.#settle(temporary(this.#step, reason));
      return;
    }
    for (const index of this.#open()) {
      this.#outcomes[index] = {
        address: this.#address(index),
        status: "uncertain",
        step: "final-dot",
        reason,
      };
    }
  }

  #settle(failure: SmtpFailure): void {
    for (const index of this.#open()) this.#outcomes[index] = { address: this.#address(index), ...failure };
  }

  #open(): readonly number[] {
    return this.#outcomes
      .keys()
      .filter((index) => this.#outcomes[index] === undefined)
      .toArray();
  }

  #address(index: number): string {
    return this.#message.recipients[index] ?? "";
  }

  #recipientCommand(index: number): string {
    return `RCPT TO:<${this.#address(index)}>`;
  }

  async #tell(phase: SmtpPhase): Promise<void> {
    await this.#message.onPhase?.(phase);
  }
}
