/** One answer of a server (RFC 5321 §4.2). */
export interface SmtpReply {
  /** 200 to 599. */
  readonly code: number;
  /** `5.1.1`, where the text starts with one of the code's class (RFC 2034 §4). */
  readonly enhancedCode?: string;
  /** The text of each line, without code and line end; control characters shown as U+FFFD. Of a long reply the first 16 KB. */
  readonly lines: readonly string[];
}

/** What the server sent is no reply, or too much of one. */
export class BadReply extends Error {
  override readonly name = "BadReply";
}

/** RFC 5321 §4.5.3.1.5 allows 512; some servers explain at length. What is more is read and dropped, for the code decides. */
const longestLine = 2_048;
const mostLines = 100;
const mostCharacters = 16_384;
/** Nobody explains at such length. */
const endlessBytes = 256 * 1024;

const lineForm = /^([2-5][0-5][0-9])(?:([ -])(.*))?$/s;
const enhancedForm = /^([245])\.\d{1,3}\.\d{1,3}(?= |$)/;

/** Puts replies together from the octets of a connection, however they are cut. Bounded in every direction. */
export class ReplyReader {
  #pending: Buffer = Buffer.alloc(0);
  /** Of a line that is too long, whose end has not come. */
  #beginning: Buffer | undefined;
  #code: number | undefined;
  #lines: string[] = [];
  #characters = 0;
  #bytes = 0;

  /** Octets that were received and belong to no reply read so far. */
  get hasPending(): boolean {
    return this.#pending.length > 0 || this.#bytes > 0;
  }

  add(octets: Buffer): void {
    this.#pending = this.#pending.length === 0 ? octets : Buffer.concat([this.#pending, octets]);
  }

  /** The next whole reply, or `undefined` until more is added. @throws {BadReply} */
  next(): SmtpReply | undefined {
    for (;;) {
      const line = this.#nextLine();
      if (line === undefined) return undefined;
      const reply = this.#addLine(line);
      if (reply !== undefined) return reply;
    }
  }

  #nextLine(): string | undefined {
    const end = this.#pending.indexOf(10);
    if (end === -1) {
      if (this.#pending.length > longestLine) this.#cut();
      return undefined;
    }
    const line = this.#beginning ?? this.#pending.subarray(0, Math.min(end, longestLine));
    this.#beginning = undefined;
    this.#drop(end + 1);
    return line.toString("utf8").replace(/\r$/, "");
  }

  #cut(): void {
    if (this.#beginning === undefined) {
      this.#beginning = Buffer.from(this.#pending.subarray(0, longestLine));
      readLine(this.#beginning.toString("utf8"));
    }
    this.#drop(this.#pending.length);
  }

  #drop(bytes: number): void {
    this.#pending = this.#pending.subarray(bytes);
    this.#bytes += bytes;
    if (this.#bytes > endlessBytes) throw new BadReply("The server sent an endless reply.");
  }

  #addLine(line: string): SmtpReply | undefined {
    const { digits, isLast, text } = readLine(line);
    const code = Number(digits);
    if (this.#code !== undefined && this.#code !== code)
      throw new BadReply("The server changed the code within a reply.");
    this.#code = code;
    this.#characters += text.length;
    if (this.#lines.length < mostLines && this.#characters <= mostCharacters) this.#lines.push(shown(text));
    if (!isLast) return undefined;
    const lines = this.#lines;
    this.#code = undefined;
    this.#lines = [];
    this.#characters = 0;
    this.#bytes = 0;
    const [enhancedCode, digit] = enhancedForm.exec(lines[0] ?? "") ?? [];
    return enhancedCode !== undefined && digit === digits[0]
      ? { code, enhancedCode, lines }
      : { code, lines };
  }
}

function readLine(line: string): {
  readonly digits: string;
  readonly isLast: boolean;
  readonly text: string;
} {
  const [, digits, mark, text = ""] = lineForm.exec(line) ?? [];
  if (digits === undefined)
    throw new BadReply(`The server sent ${JSON.stringify(shown(line.slice(0, 80)))}, which is no reply.`);
  return { digits, isLast: mark !== "-", text };
}

/** The reply on one line, as people quote it. */
export function replyText(reply: SmtpReply): string {
  return `${reply.code} ${reply.lines.join(" ")}`.trimEnd();
}

function shown(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\ufffd");
}
