import { generateKeyPairSync, sign } from "node:crypto";
import { startPostgres } from "#test/support/postgres-server.ts";
import { bytesPerMessage, type Door, sendMessages, verifySender } from "./message-load.ts";
import { Signet } from "./signet.ts";
import { Sink } from "./sink.ts";
import { spread } from "./statistics.ts";
import { benchedStores } from "./stores.ts";
import { figure, range, table } from "./table.ts";

const doors: readonly Door[] = ["HTTP", "SMTP"];
/** Of the rate that was reached: what is offered when waiting for an answer is measured. */
const calmShare = 0.5;

interface Round {
  readonly acceptedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly cpuMicros: number;
  readonly signaturesPerSecond: number;
  /** At half the rate. */
  readonly calmP99Ms: number;
}

/** Messages of 5 KB from both doors to a server on this machine, beside the bare rate of RSA-2048 signatures of one core. */
export async function benchSending({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  const count = quick ? 2_000 : 6_000;
  await using postgres = await startPostgres({ durable: true });
  const rows: string[][] = [];
  for (const { store, url } of benchedStores(postgres)) {
    await using sink = await Sink.start();
    await using signet = await Signet.start(url, { SIGNET_DELIVERY: `smtp://127.0.0.1:${sink.port}` });
    await verifySender(signet);
    for (const door of doors) {
      await sendThrough(signet, sink, { door, count: 1_000 });
      const results: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        results.push(await measure(signet, sink, { door, count }));
      }
      rows.push(rowOf(`${door}, ${store}`, results));
    }
  }
  return [
    `Sending: ${bytesPerMessage} bytes each, accepted by a signed SendEmail or over authenticated SMTP, on disk before the answer, signed`,
    "twice with RSA-2048 (the sender's domain and the service), delivered over SMTP; beside the bare RSA-2048 signatures a second of one",
    "core. The last column: how long an answer takes when half of the rate that was reached is offered.",
    "",
    table(
      [
        "way in",
        "accepted/s",
        "delivered/s",
        "signatures/s",
        "delivered : signatures",
        "CPU µs each",
        "p99 ms at half",
      ],
      rows,
    ),
  ].join("\n");
}

function rowOf(name: string, results: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number) => spread(results.map(pick));
  return [
    name,
    range(of((round) => round.acceptedPerSecond)),
    range(of((round) => round.deliveredPerSecond)),
    figure(of((round) => round.signaturesPerSecond).median),
    range(of((round) => round.deliveredPerSecond / round.signaturesPerSecond)),
    figure(of((round) => round.cpuMicros).median),
    range(of((round) => round.calmP99Ms)),
  ];
}

async function measure(
  signet: Signet,
  sink: Sink,
  { door, count }: { door: Door; count: number },
): Promise<Round> {
  const signaturesPerSecond = bareSigningRate();
  const before = await signet.usage();
  const sent = await sendThrough(signet, sink, { door, count });
  const after = await signet.usage();
  const calm = await sendThrough(signet, sink, {
    door,
    count: Math.round(count / 2),
    offeredPerSecond: calmShare * sent.deliveredPerSecond,
  });
  return {
    ...sent,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
    signaturesPerSecond,
    calmP99Ms: calm.p99Ms,
  };
}

async function sendThrough(
  signet: Signet,
  sink: Sink,
  load: { door: Door; count: number; offeredPerSecond?: number },
) {
  await sink.tell("begin");
  const { startedAt, perSecond: acceptedPerSecond, p99Ms } = await sendMessages(signet, load);
  const { agoMs } = await sink.receives(load.count);
  const deliveredPerSecond = (1_000 * load.count) / (performance.now() - agoMs - startedAt);
  return { acceptedPerSecond, deliveredPerSecond, p99Ms };
}

function bareSigningRate(): number {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const data = Buffer.alloc(300, 7);
  const startedAt = performance.now();
  let signatures = 0;
  while (performance.now() - startedAt < 500) {
    sign("sha256", data, privateKey);
    signatures++;
  }
  return (1_000 * signatures) / (performance.now() - startedAt);
}
