import type { Socket } from "node:net";
import type { SMTPServer } from "smtp-server";
import { SMTPConnection, type SMTPConnectionOptions } from "smtp-server/lib/smtp-connection.js";
import { unstuffAtOnce } from "./dot-unstuffing.ts";

export interface Reply {
  readonly code: number;
  readonly text: string | readonly string[];
  /** Nothing is said after it. A 421 always ends the session. */
  readonly ends?: boolean;
}

export interface SessionRules {
  readonly maxRefusals: number;
  /** Gives what the library would say our words. */
  readonly word: (reply: Reply, session: { readonly secure: boolean }) => Reply;
  /** Whether the greeting waits a moment, in which honest clients are silent. */
  readonly waitsToGreet: boolean;
}

const tooMany = { code: 421, text: "Too many errors" };

/** What brings no message nearer. Nobody is refused it, so nothing else would end a flood of it. */
const chatter: ReadonlySet<string> = new Set(["NOOP", "RSET", "VRFY", "HELO", "EHLO", "STARTTLS"]);
/** Between two messages; as many as Postfix allows. */
const mostChatter = 100;

/** `MAIL FROM: a@example.com`, which people type and SES takes, as `MAIL FROM: <a@example.com>`. */
function inAngleBrackets(command: string): string {
  return command.replace(/^([^:<>]*:\s*)([^\s<>]+)(?=(?:\s[^<>]*)?$)/, "$1<$2>");
}

/** A session of smtp-server, with our words in its replies and bounds on how often it is refused something, and on idle talk. */
export class Session extends SMTPConnection {
  readonly #rules: SessionRules;
  #refusals = 0;
  #chatter = 0;

  constructor(
    server: SMTPServer,
    socket: Socket,
    options: SMTPConnectionOptions | null | undefined,
    rules: SessionRules,
  ) {
    super(server, socket, options);
    this.#rules = rules;
  }

  /** Whether a command is being carried out or a message is on its way. */
  get isInWork(): boolean {
    return this._handlerPending || Boolean(this._dataStream);
  }

  /** Whether it is for the client, who has not said who it is, to go on. */
  get isWaiting(): boolean {
    const isRead = Boolean(this._dataStream) && this._parser !== false && !this._parser._dataMode;
    return !this._handlerPending && !isRead && !this.session.user;
  }

  giveWay(): void {
    this.send(421, "Too many concurrent SMTP connections");
    // During its handshake a socket must not go from under TLS.
    if (!this._upgrading) this._socket.destroySoon();
  }

  override _createParser(): ReturnType<SMTPConnection["_createParser"]> {
    const parser = super._createParser();
    unstuffAtOnce(parser);
    return parser;
  }

  override _parseAddressCommand(
    ...[name, command]: Parameters<SMTPConnection["_parseAddressCommand"]>
  ): ReturnType<SMTPConnection["_parseAddressCommand"]> {
    return super._parseAddressCommand(name, inAngleBrackets(command.toString()));
  }

  override init(): void {
    if (this.#rules.waitsToGreet) super.init();
    else this._setListeners(() => this.connectionReady());
  }

  override upgrade(...steps: Parameters<SMTPConnection["upgrade"]>): void {
    const raw = this._socket;
    super.upgrade(...steps);
    this.emit("upgrading", raw);
  }

  override _onCommand(...[command, done]: Parameters<SMTPConnection["_onCommand"]>): void {
    this.emit("heard");
    const [name = ""] = command.toString("latin1", 0, 10).split(" ");
    if (chatter.has(name.trim().toUpperCase())) this.#chatter += 1;
    if (this.#chatter > mostChatter) this.send(421, "Too many commands without a message");
    // smtp-server 3.21 loses what follows a message when all of it up to the end of the next one is done within the answer to the first.
    else queueMicrotask(() => super._onCommand(command, done));
  }

  override send(code: number, data?: string | string[] | null): void {
    if (code >= 400) this.#refusals += 1;
    if (code === 354) this.#chatter = 0;
    const asked: Reply = { code, text: data ?? "" };
    const reply =
      this.#refusals > this.#rules.maxRefusals && code !== 421 ? tooMany : this.#rules.word(asked, this);
    super.send(reply.code, typeof reply.text === "string" ? reply.text : [...reply.text], false);
    if ("ends" in reply && reply.ends && reply.code !== 421) this.close();
  }
}
