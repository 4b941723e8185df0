import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

/** What a mail server was asked when it fell silent; `handshake`: it said that TLS may begin, and nothing more. */
export const phases = [
  "greeting",
  "EHLO",
  "STARTTLS",
  "handshake",
  "MAIL",
  "RCPT",
  "DATA",
  "final dot",
  "QUIT",
] as const;
export type Phase = (typeof phases)[number];

export interface StallingServer extends AsyncDisposable {
  readonly port: number;
  /** Where it falls silent; undefined: nowhere. */
  silentAt: Phase | undefined;
  /** Silent, it says one letter of its reply at a time, and never the whole. */
  drips: boolean;
  /** How many messages it confirmed. */
  readonly confirmed: number;
  /** How many are connected to it now. */
  readonly connections: number;
  /** How many ever were. */
  readonly met: number;
}

const testdata = "src/protocols/smtp/testdata";
const replies: Readonly<Record<string, string>> = {
  STARTTLS: "220 Ready\r\n",
  DATA: "354 Go on\r\n",
  QUIT: "221 Bye\r\n",
};

const withTls = "250-mx.example\r\n250 STARTTLS\r\n";

/** A mail server that does as it should up to a phase, and then says nothing and keeps the connection. */
export async function startStallingServer(
  host: string,
  { port = 0, silentAt, offersTls = true }: { port?: number; silentAt?: Phase; offersTls?: boolean } = {},
): Promise<StallingServer> {
  const context = createSecureContext({
    key: readFileSync(`${testdata}/test-only-key.pem`),
    cert: readFileSync(`${testdata}/test-only-certificate.pem`),
  });
  const sockets = new Set<Socket>();
  const state = { silentAt, drips: false, confirmed: 0, connections: 0, met: 0 };
  const say = (socket: Socket, phase: Phase, reply: string) => {
    if (state.silentAt !== phase) socket.write(reply);
    else if (state.drips) void drip(socket, reply);
    return state.silentAt !== phase;
  };
  const converse = (socket: Socket, isPlain: boolean) => {
    let isData = false;
    let seen = "";
    const read = (part: Buffer) => {
      seen += part.toString("latin1");
      for (let end = lineEnd(seen, isData); end !== -1; end = lineEnd(seen, isData)) {
        const line = seen.slice(0, end);
        seen = seen.slice(end);
        const verb = isData ? "final dot" : (line.trimEnd().split(/[ :]/)[0]?.toUpperCase() ?? "");
        isData = verb === "DATA";
        const reply = isPlain && verb === "EHLO" ? withTls : (replies[verb] ?? "250 Ok\r\n");
        if (!say(socket, verb as Phase, reply)) return;
        if (verb === "final dot") state.confirmed++;
        if (verb === "STARTTLS") {
          socket.off("data", read);
          if (state.silentAt !== "handshake") secure(socket);
          return;
        }
      }
    };
    socket.on("data", read);
  };
  const secure = (socket: Socket) => {
    const encrypted = new TLSSocket(socket, { isServer: true, secureContext: context });
    encrypted.on("error", () => {});
    converse(encrypted, false);
  };
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    state.connections++;
    state.met++;
    socket.on("close", () => {
      sockets.delete(socket);
      state.connections--;
    });
    if (say(socket, "greeting", "220 mx.example\r\n")) converse(socket, offersTls);
  });
  server.listen(port, host);
  await once(server, "listening");
  return Object.assign(state, {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
}

/** After the line, or the message with its final dot; -1: not all of it is there. */
function lineEnd(text: string, isData: boolean): number {
  const end = isData ? "\r\n.\r\n" : "\r\n";
  const at = text.indexOf(end);
  return at === -1 ? -1 : at + end.length;
}

async function drip(socket: Socket, reply: string): Promise<void> {
  for (const letter of reply.slice(0, -2).repeat(100)) {
    if (socket.destroyed) return;
    socket.write(letter === "\r" || letter === "\n" ? " " : letter);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
