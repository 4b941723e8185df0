import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";

/** Listens, and takes no connection out of the queue. */
const program = `
  const { createServer } = require("node:net");
  const { parentPort, workerData } = require("node:worker_threads");
  const server = createServer().listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage("listening");
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;

const mostQueued = 20;

/** A server whose queue of connections is full, so that the system lets fall whatever asks for another: nothing at all is answered. */
export async function startFullServer(host: string, port: number): Promise<AsyncDisposable> {
  const worker = new Worker(program, { eval: true, workerData: { host, port } });
  await once(worker, "message");
  const sockets: Socket[] = [];
  for (let isFull = false; !isFull; ) {
    if (sockets.length === mostQueued) throw new Error("The queue of connections does not fill up.");
    const socket = connect({ host, port }).on("error", () => {});
    sockets.push(socket);
    const connected = once(socket, "connect", { signal: AbortSignal.timeout(500) });
    isFull = await connected.then(
      () => false,
      () => true,
    );
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await worker.terminate();
    },
  };
}
