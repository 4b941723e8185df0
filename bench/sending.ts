import { generateKeyPairSync, sign } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { startPostgres } from "#test/support/postgres-server.ts";
import { Child } from "./child.ts";
import { load } from "./load.ts";
import { signedRequest } from "./sign.ts";
import { Signet } from "./signet.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

const domain = "sender.example";
const region = "us-east-1";
const bytesPerMessage = 5_000;

interface Round {
  readonly acceptedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly p99Ms: number;
  readonly cpuMicros: number;
  readonly signaturesPerSecond: number;
}

/** Messages of 5 KB from a signed HTTP call to a server on this machine, beside the bare rate of RSA-2048 signatures of one core. */
export async function benchSending({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  const count = quick ? 1_000 : 5_000;
  await using postgres = await startPostgres({ durable: true });
  const stores = [
    { store: "SQLite", url: undefined },
    { store: "PostgreSQL", url: postgres.url("postgres") },
  ];
  const rows: string[][] = [];
  for (const { store, url } of stores) {
    await using sink = new Child("./smtp-sink.ts");
    const [port] = await sink.says(/listening on (\d+)/);
    await using signet = await Signet.start(url, { SIGNET_DELIVERY: `smtp://127.0.0.1:${port}` });
    await verifyDomain(signet);
    await sendThrough(signet, sink, 500);
    const results: Round[] = [];
    for (let round = 0; round < rounds; round++) results.push(await sendThrough(signet, sink, count));
    rows.push(rowOf(store, results));
  }
  return [
    `Sending: ${bytesPerMessage} bytes each, accepted over HTTP (SigV4 checked, on disk before the answer), signed twice with RSA-2048 (the`,
    "sender's domain and the service), delivered over SMTP; beside the bare RSA-2048 signatures a second of one core.",
    "",
    table(
      [
        "store",
        "accepted/s",
        "delivered/s",
        "signatures/s",
        "delivered : signatures",
        "accept p99 ms",
        "CPU µs each",
      ],
      rows,
    ),
  ].join("\n");
}

function rowOf(store: string, results: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number) => spread(results.map(pick));
  return [
    store,
    range(of((round) => round.acceptedPerSecond)),
    range(of((round) => round.deliveredPerSecond)),
    figure(of((round) => round.signaturesPerSecond).median),
    range(of((round) => round.deliveredPerSecond / round.signaturesPerSecond)),
    figure(of((round) => round.p99Ms).median),
    figure(of((round) => round.cpuMicros).median),
  ];
}

async function sendThrough(signet: Signet, sink: Child, count: number): Promise<Round> {
  const signaturesPerSecond = bareSigningRate();
  const requests = Array.from({ length: count }, (_, number) => sendRequest(signet, number));
  const [usedBefore, { received: before }] = [await signet.usage(), await receivedBy(sink)];
  const startedAt = Date.now();
  const accepted = await load({ port: signet.port, connections: 64, requests });
  let end = await receivedBy(sink);
  while (end.received < before + count) {
    await delay(20);
    end = await receivedBy(sink);
  }
  const { cpuMicros } = await signet.usage();
  return {
    acceptedPerSecond: accepted.perSecond,
    deliveredPerSecond: (1_000 * count) / (end.lastAt - startedAt),
    p99Ms: accepted.p99Ms,
    cpuMicros: (cpuMicros - usedBefore.cpuMicros) / count,
    signaturesPerSecond,
  };
}

async function receivedBy(sink: Child): Promise<{ received: number; lastAt: number }> {
  return (await sink.ask("received")) as { received: number; lastAt: number };
}

function sendRequest({ port, credentials }: Signet, number: number): Buffer {
  const line = `This is line of message ${number}, long enough to be like one that somebody wrote.\r\n`;
  const body = JSON.stringify({
    FromEmailAddress: `news@${domain}`,
    Destination: { ToAddresses: [`reader-${number}@domain-${number % 100}.example`] },
    Content: {
      Simple: {
        Subject: { Data: `Message ${number}` },
        Body: { Text: { Data: line.repeat(Math.ceil(bytesPerMessage / line.length)) } },
      },
    },
  });
  const request = { method: "POST", path: "/v2/email/outbound-emails", body, region } as const;
  return signedRequest({ ...request, host: `127.0.0.1:${port}` }, credentials);
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

/** Publishes the domain's records in the local zone, and waits until they have been seen. */
async function verifyDomain({ port }: Signet): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return ((await response.json()) as { data: Record<string, unknown> }).data;
  };
  const created = await call("POST", "/v2/email/identities", { EmailIdentity: domain });
  const dkim = created["DkimAttributes"] as { Tokens: string[]; SigningHostedZone: string };
  for (const token of dkim.Tokens) {
    await call("PUT", "/signet/v1/dns/records", {
      name: `${token}._domainkey.${domain}`,
      type: "CNAME",
      value: `${token}.${dkim.SigningHostedZone}`,
    });
  }
  for (;;) {
    const identity = await call("GET", `/v2/email/identities/${domain}`);
    if (identity["VerificationStatus"] === "SUCCESS") return;
    await delay(200);
  }
}
