import { type AddressInfo, createServer, type Socket } from "node:net";

/** Test only: what a server does once it has read a line. `undefined`: nothing. */
export type Answer = (line: string, socket: Socket) => string | undefined;

/** Test only: a server that says `greeting`, then whatever `answer` makes of each line. */
export async function startScriptedServer(
  greeting: string,
  answer: Answer,
): Promise<AsyncDisposable & { readonly port: number; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.write(greeting);
    let pending = "";
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (let end = pending.indexOf("\r\n"); end !== -1; end = pending.indexOf("\r\n")) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        lines.push(line);
        const said = answer(line, socket);
        if (said !== undefined && !socket.destroyed) socket.write(said);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    lines,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Test only: a server of good manners, with `changes` put in for the lines they match. */
export function politely(
  changes: readonly (readonly [line: RegExp, answer: Answer | string])[] = [],
): Answer {
  let inData = false;
  return (line, socket) => {
    for (const [pattern, answer] of changes) {
      if (!pattern.test(inData && line !== "." ? `data:${line}` : line)) continue;
      if (line === ".") inData = false;
      return typeof answer === "string" ? answer : answer(line, socket);
    }
    if (inData && line !== ".") return undefined;
    inData = line === "DATA";
    if (line.startsWith("EHLO"))
      return "250-scripted\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n";
    if (line === "DATA") return "354 go on\r\n";
    return line === "." ? "250 2.0.0 taken\r\n" : "250 ok\r\n";
  };
}
