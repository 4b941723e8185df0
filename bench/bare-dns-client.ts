import { createSocket } from "node:dgram";
import { once } from "node:events";

export interface BareQuestion {
  readonly name: string;
  readonly type: number;
}

/**
 * The floor: one UDP socket, so many questions in flight, each answer matched by its id and no more believed or kept of
 * it than its count of records. Resolves once all are answered; loopback loses nothing, so nothing is asked twice.
 */
export async function askBarely(
  port: number,
  { questions, inFlight }: { questions: Iterable<BareQuestion>; inFlight: number },
): Promise<void> {
  const socket = createSocket("udp4");
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const pending = new Set<number>();
  const source = questions[Symbol.iterator]();
  let id = 0;
  const ask = () => {
    const { value, done } = source.next();
    if (done === true) {
      if (pending.size === 0) resolve();
      return;
    }
    id = (id + 1) & 0xffff;
    pending.add(id);
    socket.send(writeQuery(id, value));
  };
  socket.on("message", (reply) => {
    if (!pending.delete(reply.readUInt16BE(0))) return;
    if ((reply.readUInt16BE(2) & 0xf) !== 0) reject(new Error("The name server refused a question."));
    ask();
  });
  for (let at = 0; at < inFlight; at += 1) ask();
  await promise;
  socket.close();
}

/** The question with an EDNS record, as the checker asks it. */
function writeQuery(id: number, { name, type }: BareQuestion): Buffer {
  const query = Buffer.allocUnsafe(12 + name.length + 2 + 4 + 11);
  query.writeUInt16BE(id, 0);
  query.writeUInt16BE(0x0100, 2);
  query.writeUInt32BE(0x0001_0000, 4);
  query.writeUInt32BE(0x0000_0001, 8);
  let at = 12;
  for (const label of name.split(".")) {
    query[at] = label.length;
    at += 1 + query.write(label, at + 1, "latin1");
  }
  query[at] = 0;
  query.writeUInt16BE(type, at + 1);
  query.writeUInt16BE(1, at + 3);
  // RFC 6891 §6.1.2: root name, type 41, 1232 bytes.
  query.set([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0], at + 5);
  return query;
}
