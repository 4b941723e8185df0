import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** A client that says anything at all, octet by octet. */
export class SmtpConversation implements AsyncDisposable {
  readonly #socket: Socket;
  #unread = "";
  #closed = false;
  #changed = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    const change = () => {
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    };
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#unread += text;
      change();
    });
    socket.on("close", () => {
      this.#closed = true;
      change();
    });
    socket.on("error", () => undefined);
  }

  /** `from`: a loopback address, whose network it is counted under. */
  static async open(port: number, from = "127.0.0.1"): Promise<SmtpConversation> {
    const socket = connect({ port, host: "127.0.0.1", localAddress: from });
    await once(socket, "connect");
    return new SmtpConversation(socket);
  }

  /** In TLS from the first octet, with whoever answers. */
  static async openTls(port: number): Promise<SmtpConversation> {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
    await once(socket, "secureConnect");
    return new SmtpConversation(socket);
  }

  write(text: string): void {
    this.#socket.write(text, "latin1");
  }

  /** Sends a line and resolves to the reply to it. */
  async say(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return await this.reply();
  }

  /** The next whole reply, its lines joined by `|`; empty when the connection ended instead. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\r\n)*\d{3}(?: [^\n]*)?\r\n/.exec(this.#unread)?.[0];
      if (whole !== undefined) {
        this.#unread = this.#unread.slice(whole.length);
        return whole.trimEnd().replaceAll("\r\n", "|");
      }
      if (this.#closed) return "";
      await this.#changed.promise;
    }
  }

  /** Everything said until the connection ended. */
  async rest(): Promise<string> {
    while (!this.#closed) await this.#changed.promise;
    return this.#unread;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    if (!this.#closed) await this.#changed.promise;
  }
}
