import type { Socket } from "node:dgram";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Server as TcpServer } from "node:net";
import { createServer } from "node:net";
import type { Answer, DecodedPacket } from "dns-packet";
import { decode, encode } from "dns-packet";
import type { TestZone } from "./zone-text.ts";
import { answerFrom, readRecord, readZone } from "./zone-text.ts";

/** What a scripted server does with a name instead of answering well. */
export type Behaviour =
  | "servfail"
  | "refuse"
  | "silent"
  /** Cut off over UDP; whole over TCP. */
  | "truncate"
  /** Answers well, but not authoritatively. */
  | "lame"
  /** Like a resolver, in place of which a zone's server was asked. */
  | "recursive"
  | "wrong-id"
  /** Repeats the question in lower case. */
  | "wrong-case"
  | "wrong-question"
  /** A response code in the header and nothing else, unless asked without EDNS. */
  | "no-edns"
  | { readonly delayMs: number }
  | { readonly bytes: (query: Buffer) => Buffer };

export interface Asked {
  readonly name: string;
  readonly type: string;
  readonly via: "udp" | "tcp";
  readonly recursionDesired: boolean;
}

/** What is put into a response. */
export interface Response {
  readonly rcode: string;
  readonly authoritative: boolean;
  /** AD: all of it is signed. */
  readonly authenticated?: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

const rcodes: Record<string, number> = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/** A small authoritative name server on a loopback address, over UDP and TCP, that does as it is told. */
export class NameServer implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly zones: TestZone[] = [];
  readonly history: Asked[] = [];
  /** Questions that it has not answered yet. */
  underWay = 0;
  /** Whether each answer has the records in another order than the one before, as most resolvers and many servers do it. */
  turns = false;
  #turned = 0;
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #udp: Socket;
  readonly #tcp: TcpServer;

  protected constructor(udp: Socket, tcp: TcpServer) {
    this.#udp = udp;
    this.#tcp = tcp;
    ({ address: this.address, port: this.port } = udp.address());
    udp.on("message", (query, from) => {
      void this.#handle(query, "udp").then((bytes) => bytes && udp.send(bytes, from.port, from.address));
    });
    tcp.on("connection", (connection) => {
      connection.on("error", () => connection.destroy());
      connection.on("data", (bytes: Buffer) => {
        void this.#handle(bytes.subarray(2), "tcp").then((answer) => {
          if (answer)
            connection.end(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]));
        });
      });
    });
  }

  static async start(address: string, port = 0): Promise<NameServer> {
    return new NameServer(...(await listen(address, port)));
  }

  /** Serves a zone written as in `zone-text.ts`; a zone of that name is replaced. */
  zone(apex: string, ...lines: string[]): this {
    const at = this.zones.findIndex((zone) => zone.apex === apex);
    this.zones.splice(at === -1 ? this.zones.length : at, 1, readZone(apex, lines));
    return this;
  }

  /** Adds records to a zone it serves. */
  add(apex: string, ...lines: string[]): this {
    const zone = this.zones.find((one) => one.apex === apex);
    zone?.records.push(...lines.map((line) => readRecord(apex, line)));
    return this;
  }

  /** `name` in lower case, or `*` for every name. */
  behave(name: string, behaviour: Behaviour): this {
    this.#behaviours.set(name, behaviour);
    return this;
  }

  /** Answers well again. */
  recover(name: string): this {
    this.#behaviours.delete(name);
    return this;
  }

  asked(name: string, type?: string): Asked[] {
    return this.history.filter((one) => one.name === name && (type === undefined || one.type === type));
  }

  protected respond(name: string, type: string, _query: DecodedPacket): Response {
    return answerFrom(this.zones, name, type);
  }

  async #handle(bytes: Buffer, via: "udp" | "tcp"): Promise<Buffer | undefined> {
    const query = decode(bytes);
    const question = query.questions?.[0];
    if (question === undefined) return undefined;
    const name = question.name === "." ? "" : question.name.toLowerCase();
    this.history.push({ name, type: question.type, via, recursionDesired: query.flag_rd });
    const behaviour = this.#behaviours.get(name) ?? this.#behaviours.get("*");
    if (behaviour === "silent") return undefined;
    if (typeof behaviour === "object" && "bytes" in behaviour) return behaviour.bytes(bytes);
    if (typeof behaviour === "object") {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.underWay++;
      setTimeout(resolve, behaviour.delayMs);
      await promise;
      this.underWay--;
    }
    if (behaviour === "no-edns" && query.additionals?.length) {
      return Buffer.from([...bytes.subarray(0, 2), 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    return write(query, this.#turn(this.respond(name, question.type, query)), { via, behaviour });
  }

  #turn(response: Response): Response {
    if (!this.turns) return response;
    this.#turned++;
    const turned = <Item>(items: readonly Item[]): Item[] =>
      items.map((_, at) => items[(at + this.#turned) % items.length] as Item);
    return { ...response, answers: turned(response.answers), authorities: turned(response.authorities) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#udp.close();
    this.#tcp.close();
  }
}

function write(
  query: DecodedPacket,
  response: Response,
  how: { via: "udp" | "tcp"; behaviour: Behaviour | undefined },
): Buffer {
  const { behaviour } = how;
  const truncated = behaviour === "truncate" && how.via === "udp";
  const failed = behaviour === "servfail" ? "SERVFAIL" : behaviour === "refuse" ? "REFUSED" : undefined;
  const empty = truncated || failed !== undefined;
  const lame = behaviour === "lame" || behaviour === "recursive";
  const authoritative = response.authoritative && !lame && !failed;
  return encode({
    type: "response",
    id: ((query.id ?? 0) + (behaviour === "wrong-id" ? 1 : 0)) & 0xffff,
    flags:
      (authoritative ? 0x400 : 0) |
      (response.authenticated === true ? 0x20 : 0) |
      (truncated ? 0x200 : 0) |
      recursionFlags(query, behaviour) |
      (rcodes[failed ?? response.rcode] ?? 0),
    questions: questionsAs(behaviour, query),
    answers: empty ? [] : [...response.answers],
    authorities: empty ? [] : [...response.authorities],
    additionals: failed === undefined && truncated ? [] : [...response.additionals],
  });
}

function recursionFlags({ flag_rd: isDesired }: DecodedPacket, behaviour: Behaviour | undefined): number {
  return (isDesired ? 0x180 : 0) | (behaviour === "recursive" ? 0x80 : 0);
}

/** The question as the answer repeats it. */
function questionsAs(behaviour: Behaviour | undefined, { questions = [] }: DecodedPacket) {
  return questions.map((question) => {
    if (behaviour === "wrong-case") return { ...question, name: question.name.toLowerCase() };
    return behaviour === "wrong-question" ? { ...question, name: `x${question.name}` } : question;
  });
}

/** UDP and TCP on one port. With port 0 the system picks one that is free for both. */
export async function listen(address: string, port: number): Promise<[Socket, TcpServer]> {
  for (let attempt = 0; ; attempt++) {
    const tcp = createServer();
    tcp.listen(port, address);
    await once(tcp, "listening");
    const chosen = tcp.address();
    const udp = createSocket("udp4");
    udp.bind(typeof chosen === "object" && chosen ? chosen.port : port, address);
    try {
      await once(udp, "listening");
      return [udp, tcp];
    } catch (error) {
      tcp.close();
      if (port !== 0 || attempt === 5) throw error;
    }
  }
}
