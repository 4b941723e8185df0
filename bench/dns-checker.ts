// The checker's lookups a second beside those of a bare UDP client, against the same server, round by round.
import { fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Expectation } from "#features/dns-evidence/index.ts";
import { createDnsInspector } from "#features/dns-evidence/index.ts";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";

const domains = Number(process.argv[2] ?? 3_000);
const atOnce = 100;
const rounds = 5;
const address = "127.0.0.2";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
const server = fork(new URL("dns-answerer.ts", import.meta.url), [address, "0", `v=DKIM1; k=rsa; p=${key}`]);
const [port] = (await once(server, "message")) as [number];

interface Rate {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

function startMeasure(): (lookups: number) => Rate {
  const started = performance.now();
  const cpu = process.cpuUsage();
  return (lookups) => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      perSecond: (lookups * 1000) / (performance.now() - started),
      cpuMicros: (user + system) / lookups,
    };
  };
}

/** One connected socket, ids counted up, the answer's id and nothing else looked at. */
async function bareLookups(lookups: number): Promise<Rate> {
  const socket = createSocket({ type: "udp4", recvBufferSize: 4 << 20 });
  socket.connect(port, address);
  await once(socket, "connect");
  const measure = startMeasure();
  const waiting = new Map<number, () => void>();
  socket.on("message", (bytes) => {
    const id = bytes.readUInt16BE(0);
    waiting.get(id)?.();
    waiting.delete(id);
  });
  let next = 0;
  const ask = (index: number) => {
    const labels = [`tok${index % 3}`, "_domainkey", `d${Math.floor(index / 3)}`, "test"];
    const name = Buffer.concat(labels.map((label) => Buffer.from(String.fromCharCode(label.length) + label)));
    const id = index & 0xffff;
    const query = Buffer.concat([
      Buffer.from([id >> 8, id & 255, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
      name,
      Buffer.from([0, 0, 5, 0, 1]),
    ]);
    return new Promise<void>((resolve) => {
      waiting.set(id, resolve);
      socket.send(query);
    });
  };
  const worker = async () => {
    while (next < lookups) await ask(next++);
  };
  await Promise.all(Array.from({ length: 200 }, worker));
  socket.close();
  return measure(lookups);
}

function expectationsOf(domain: number): Expectation[] {
  return [0, 1, 2].map((token) => ({
    kind: "dkim-cname",
    name: `tok${token}._domainkey.d${domain}.test`,
    target: `tok${token}.dkim.signet.test`,
    publicKeys: [key],
  }));
}

async function checkedDomains(): Promise<Rate> {
  let asked = 0;
  const trusted = { address, port, trusted: true };
  await using inspector = createDnsInspector({
    clock: systemClock,
    random: systemRandom,
    start: { kind: "resolvers", resolvers: () => [trusted] },
    signingZone: { zone: "dkim.signet.test", address, port },
    nameServerPort: port,
    maxInFlightPerServer: 400,
    allowedNetworks: ["127.0.0.0/8"],
  });
  let next = 0;
  const measure = startMeasure();
  const worker = async () => {
    while (next < domains) {
      const all = await inspector.inspectAll(expectationsOf(next++));
      for (const { verdict, servers, diagnosis } of all) {
        if (verdict !== "found") throw new Error(`${verdict}: ${diagnosis.text}`);
        asked += servers.length;
      }
      asked += all[0]?.path.length ?? 0;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return measure(asked);
}

const ratios: number[] = [];
const show = ({ perSecond, cpuMicros }: Rate) =>
  `${perSecond.toFixed(0)} lookups/s (${cpuMicros.toFixed(1)} µs CPU each)`;
for (let round = 0; round < rounds; round++) {
  const bare = await bareLookups(domains * 10);
  const checker = await checkedDomains();
  const ratio = checker.perSecond / bare.perSecond;
  ratios.push(ratio);
  console.log(`bare ${show(bare)}   checker ${show(checker)}   ratio ${ratio.toFixed(2)}`);
}
console.log(`median ratio ${ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)]?.toFixed(2)}`);
server.disconnect();
