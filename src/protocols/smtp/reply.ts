/** One answer of a server (RFC 5321 §4.2). */
export interface SmtpReply {
  /** 200 to 599. */
  readonly code: number;
  /** `5.1.1`, where the text starts with one of the code's class (RFC 2034 §4). */
  readonly enhancedCode?: string;
  /** The text of each line, without code and line end; control characters shown as U+FFFD. */
  readonly lines: readonly string[];
}

/** What the server sent is no reply, or too much of one. */
export class BadReply extends Error {
  override readonly name = "BadReply";
}

/** RFC 5321 §4.5.3.1.5 allows 512; some servers explain at length. */
const longestLine = 2_048;
const mostLines = 100;
const mostBytes = 16_384;

const lineForm = /^([2-5][0-5][0-9])(?:([ -])(.*))?$/s;
const enhancedForm = /^([245])\.\d{1,3}\.\d{1,3}(?= |$)/;

/** Puts replies together from the octets of a connection, however they are cut. Bounded in every direction. */
export class ReplyReader {
  #pending: Buffer = Buffer.alloc(0);
  #code: number | undefined;
  #lines: string[] = [];
  #bytes = 0;

  /** Octets that were received and belong to no reply read so far. */
  get hasPending(): boolean {
    return this.#pending.length > 0 || this.#lines.length > 0;
  }

  add(octets: Buffer): void {
    this.#pending = this.#pending.length === 0 ? octets : Buffer.concat([this.#pending, octets]);
  }

  /** The next whole reply, or `undefined` until more is added. @throws {BadReply} */
  next(): SmtpReply | undefined {
    for (;;) {
      const end = this.#pending.indexOf(10);
      if ((end === -1 ? this.#pending.length : end) > longestLine) {
        throw new BadReply(`The server sent a line longer than ${longestLine} octets.`);
      }
      if (end === -1) return undefined;
      const line = this.#pending.toString("utf8", 0, end).replace(/\r$/, "");
      this.#pending = this.#pending.subarray(end + 1);
      this.#bytes += end + 1;
      const reply = this.#addLine(line);
      if (reply !== undefined) return reply;
    }
  }

  #addLine(line: string): SmtpReply | undefined {
    const [, digits, mark, text = ""] = lineForm.exec(line) ?? [];
    if (digits === undefined)
      throw new BadReply(`The server sent ${JSON.stringify(shown(line, 80))}, which is no reply.`);
    const code = Number(digits);
    if (this.#code !== undefined && this.#code !== code)
      throw new BadReply("The server changed the code within a reply.");
    this.#code = code;
    this.#lines.push(shown(text, longestLine));
    if (this.#lines.length > mostLines || this.#bytes > mostBytes)
      throw new BadReply("The server sent an endless reply.");
    if (mark === "-") return undefined;
    const lines = this.#lines;
    this.#code = undefined;
    this.#lines = [];
    this.#bytes = 0;
    const [enhancedCode, digit] = enhancedForm.exec(lines[0] ?? "") ?? [];
    return enhancedCode !== undefined && digit === digits[0]
      ? { code, enhancedCode, lines }
      : { code, lines };
  }
}

/** The reply on one line, as people quote it. */
export function replyText(reply: SmtpReply): string {
  return `${reply.code} ${reply.lines.join(" ")}`.trimEnd();
}

function shown(text: string, most: number): string {
  return text.slice(0, most).replaceAll(/\p{Cc}/gu, "\ufffd");
}
