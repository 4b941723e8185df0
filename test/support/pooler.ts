import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What may be said as a connection opens: what PgBouncer follows for each client, as it is by default. */
const knownSettings = new Set([
  "user",
  "database",
  "application_name",
  "client_encoding",
  "datestyle",
  "timezone",
]);

type PoolMode = "session" | "transaction";

/**
 * What stands between clients and PostgreSQL and has one session for many of them, as PgBouncer does: until a client leaves, or until a
 * transaction is over. Lets everybody in.
 */
export class Pooler implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: string;
  readonly #mode: PoolMode;
  readonly #free: Session[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(target: string, mode: PoolMode) {
    this.#target = target;
    this.#mode = mode;
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  /** `target`: the path of PostgreSQL's socket. */
  static async start(target: string, mode: PoolMode): Promise<Pooler> {
    const pooler = new Pooler(target, mode);
    pooler.#server.listen(0, "127.0.0.1");
    await once(pooler.#server, "listening");
    return pooler;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    this.#sockets.add(client.on("error", () => {}));
    client.once("data", (opening: Buffer) => {
      const said = opening.subarray(8).toString().split("\0");
      const unknown = said.find(
        (name, at) => at % 2 === 0 && name !== "" && !knownSettings.has(name.toLowerCase()),
      );
      if (unknown !== undefined) {
        client.end(message("E", `SFATAL\0C08P01\0Munsupported startup parameter: ${unknown}\0\0`));
        return;
      }
      client.write(
        Buffer.concat([message("R", "\0\0\0\0"), message("K", "\x7f\0\0\x01\0\0\0\0"), message("Z", "I")]),
      );
      new Client(client, this.#mode, {
        take: async () => await this.#take(opening),
        give: (session) => this.#free.push(session),
      });
    });
  }

  /** What was given back last is given out first. */
  async #take(opening: Buffer): Promise<Session> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const socket = connect(this.#target).on("error", () => {});
    this.#sockets.add(socket);
    socket.write(opening);
    const session: Session = { socket, hear: () => {} };
    const isOpen = Promise.withResolvers<void>();
    session.hear = (type) => type === "Z" && isOpen.resolve();
    eachMessage(socket, (type, whole) => session.hear(type, whole));
    await isOpen.promise;
    return session;
  }
}

interface Session {
  readonly socket: Socket;
  hear: (type: string, whole: Buffer) => void;
}

interface Pool {
  take(): Promise<Session>;
  give(session: Session): void;
}

/** One client, and the session that it has for now. */
class Client {
  readonly #socket: Socket;
  readonly #mode: PoolMode;
  readonly #pool: Pool;
  #session: Promise<Session> | undefined;
  #unanswered = 0;

  constructor(socket: Socket, mode: PoolMode, pool: Pool) {
    this.#socket = socket;
    this.#mode = mode;
    this.#pool = pool;
    eachMessage(socket, (type, whole) => void this.#ask(type, whole));
    socket.on("close", () => void this.#giveBack());
  }

  async #ask(type: string, whole: Buffer): Promise<void> {
    if (type === "X") return;
    // A query, or the end of a pipelined one: each is answered by a message that the server is ready.
    if (type === "Q" || type === "S") this.#unanswered += 1;
    this.#session ??= this.#pool.take();
    const session = await this.#session;
    session.hear = (kind, answer) => this.#answer(kind, answer);
    session.socket.write(whole);
  }

  #answer(type: string, whole: Buffer): void {
    this.#socket.write(whole);
    if (type !== "Z") return;
    this.#unanswered -= 1;
    const isIdle = whole.at(-1) === "I".charCodeAt(0);
    if (this.#mode === "transaction" && isIdle && this.#unanswered === 0) void this.#giveBack();
  }

  async #giveBack(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) this.#pool.give(await session);
  }
}

function message(type: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + Buffer.byteLength(body, "latin1"), 1);
  return Buffer.concat([head, Buffer.from(body, "latin1")]);
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: a letter, then a length that counts itself. */
function eachMessage(socket: Socket, hear: (type: string, whole: Buffer) => void): void {
  let read = Buffer.alloc(0);
  socket.on("data", (part: Buffer) => {
    read = Buffer.concat([read, part]);
    while (read.length >= 5 && read.length >= 1 + read.readInt32BE(1)) {
      const end = 1 + read.readInt32BE(1);
      hear(String.fromCharCode(read[0] ?? 0), read.subarray(0, end));
      read = read.subarray(end);
    }
  });
}
