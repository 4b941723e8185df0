// An authoritative server, and resolver, for every domain `<label>.example` there is: whatever is asked for, it is there.
// Written by hand so that it is the checker that is measured. Over IPC it tells what it was asked since the last time.
import { createSocket } from "node:dgram";

export interface Asked {
  readonly count: number;
  /** The first ones: name in lower case, and the number of the type. */
  readonly questions: readonly { readonly name: string; readonly type: number }[];
}

const types = { a: 1, ns: 2, cname: 5, soa: 6 } as const;
const questionAt = 12;
/** Where the CNAMEs lead: the zone of a Signet with its default name. */
const target = wireName("dkim", "signet", "localhost");
const nameServer = Buffer.from("\x02ns");
const mailbox = Buffer.from("\x04host");
const times = Buffer.alloc(20, 1);
const address = Buffer.from([127, 0, 0, 1]);
const mostRemembered = 50;

let count = 0;
let questions: Asked["questions"][number][] = [];

const socket = createSocket("udp4");
socket.on("message", (query, { port, address: from }) => socket.send(answer(query), port, from));
socket.bind(0, "127.0.0.1", () => console.log(`listening on ${socket.address().port}`));

process.on("message", (message) => {
  if (message !== "asked") return;
  process.send?.({ count, questions } satisfies Asked);
  count = 0;
  questions = [];
});

function answer(query: Buffer): Buffer {
  const labels: number[] = [];
  let at = questionAt;
  while (query[at]) {
    labels.push(at);
    at += 1 + (query[at] ?? 0);
  }
  const type = query.readUInt16BE(at + 1);
  const question = query.subarray(questionAt, at + 5);
  remember(query, { end: at, type });
  const apex = pointer(labels.at(-2) ?? questionAt);
  const isApex = labels.length === 2;
  const isKeyName = labels.length === 4;
  const own = pointer(questionAt);
  const soa = record(apex, types.soa, Buffer.concat([nameServer, apex, mailbox, apex, times]));
  if (isKeyName) {
    const token = query.subarray(questionAt, labels[1]);
    return response(query, question, [record(own, types.cname, Buffer.concat([token, target]))]);
  }
  if (isApex && type === types.ns) {
    return response(query, question, [record(own, types.ns, Buffer.concat([nameServer, apex]))]);
  }
  if (isApex && type === types.soa) return response(query, question, [soa]);
  if (type === types.a) return response(query, question, [record(own, types.a, address)]);
  return response(query, question, [], [soa]);
}

function remember(query: Buffer, { end, type }: { end: number; type: number }): void {
  count += 1;
  if (questions.length >= mostRemembered) return;
  const labels: string[] = [];
  for (let at = questionAt; at < end; at += 1 + (query[at] ?? 0)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + (query[at] ?? 0)).toLowerCase());
  }
  questions.push({ name: labels.join("."), type });
}

function response(query: Buffer, question: Buffer, answers: Buffer[], authorities: Buffer[] = []): Buffer {
  const header = Buffer.alloc(questionAt);
  query.copy(header, 0, 0, 2);
  // QR, AA, RA, and RD as it came.
  header.writeUInt16BE(0x8480 | (query.readUInt16BE(2) & 0x0100), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt16BE(authorities.length, 8);
  return Buffer.concat([header, question, ...answers, ...authorities]);
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(300, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

/** RFC 1035 §4.1.4. */
function pointer(to: number): Buffer {
  return Buffer.from([0xc0 | (to >> 8), to & 0xff]);
}

function wireName(...labels: string[]): Buffer {
  return Buffer.from(`${labels.map((label) => String.fromCharCode(label.length) + label).join("")}\0`);
}
