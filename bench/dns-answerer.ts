// The name server that the checker's bench asks, in a process of its own: every answer is built once, by hand, so that it is the
// client that is measured. It is resolver and authority at once: RD and AA are answered as they come.
import { createSocket } from "node:dgram";

const [address = "127.0.0.2", port = "0"] = process.argv.slice(2);
const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16 };

function wireName(name: string): Buffer {
  const labels = name
    .split(".")
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.from([0, type, 0, 1, 0, 0, 1, 44, 0, 0]);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

const questionName = Buffer.from([0xc0, 12]);
const times = Buffer.from([0, 0, 0, 7, 0, 0, 28, 32, 0, 0, 3, 132, 0, 18, 117, 0, 0, 0, 1, 44]);
const soaData = Buffer.concat([wireName("ns1.bench.test"), wireName("host.bench.test"), times]);
const addressData = Buffer.from(address.split(".").map(Number));
const key = Buffer.from(process.argv[4] ?? "p=");
const keyData = Buffer.concat([
  Buffer.from([255]),
  key.subarray(0, 255),
  Buffer.from([key.length - 255]),
  key.subarray(255),
]);

/** `token._domainkey.domain` → CNAME; the domain itself → SOA, NS; `token.dkim.signet.test` → TXT. */
function answerTo(name: string, type: number): { answers: Buffer[]; authority: Buffer[] } {
  const [token = "", mark = ""] = name.split(".");
  const apex = mark === "_domainkey" ? name.split(".").slice(2).join(".") : name;
  if (mark === "_domainkey" && type === types.CNAME) {
    return { answers: [record(questionName, type, wireName(`${token}.dkim.signet.test`))], authority: [] };
  }
  if (mark === "dkim" && type === types.TXT)
    return { answers: [record(questionName, type, keyData)], authority: [] };
  if (type === types.SOA && apex === name)
    return { answers: [record(questionName, type, soaData)], authority: [] };
  if (type === types.NS)
    return { answers: [record(questionName, type, wireName("ns1.bench.test"))], authority: [] };
  if (type === types.A) return { answers: [record(questionName, type, addressData)], authority: [] };
  return { answers: [], authority: [record(wireName(apex), types.SOA, soaData)] };
}

const built = new Map<string, { tail: Buffer; counts: Buffer }>();
const socket = createSocket({
  type: "udp4",
  recvBufferSize: 4 << 20,
  lookup: (host, _options, done) => done(null, host, 4),
});
socket.on("message", (query, from) => {
  let end = 12;
  while (query[end]) end += 1 + (query[end] ?? 0);
  end += 5;
  const question = query.toString("latin1", 12, end).toLowerCase();
  let answer = built.get(question);
  if (answer === undefined) {
    const labels: string[] = [];
    for (let at = 12; query[at]; at += 1 + (query[at] ?? 0)) {
      labels.push(query.toString("latin1", at + 1, at + 1 + (query[at] ?? 0)).toLowerCase());
    }
    const { answers, authority } = answerTo(labels.join("."), query.readUInt16BE(end - 4));
    const counts = Buffer.from([0, 1, 0, answers.length, 0, authority.length, 0, 0]);
    answer = { tail: Buffer.concat([...answers, ...authority]), counts };
    built.set(question, answer);
  }
  const response = Buffer.allocUnsafe(end + answer.tail.length);
  query.copy(response, 0, 0, end);
  response[2] = 0x84 | ((query[2] ?? 0) & 1);
  response[3] = 0x80;
  answer.counts.copy(response, 4);
  answer.tail.copy(response, end);
  socket.send(response, from.port, from.address);
});
socket.bind(Number(port), address, () => process.send?.(socket.address().port));
process.on("disconnect", () => socket.close());
