/** Test only: a server with a zone of ours and a customer's, a clock that stands still, and a client. */

import type { Clock } from "#platform/clock.ts";
import { characterStrings } from "#protocols/dns/record.ts";
import type { ZoneNode } from "#protocols/dns/zone.ts";
import { type DnsServer, type DnsServerOptions, startDnsServer } from "#servers/dns/dns-server.ts";
import { fixedZone } from "./fixed-zone.ts";
import { host, UdpClient } from "./raw-client.ts";

export const long = "x".repeat(1_400);

function txt(name: string, text: string): ZoneNode {
  return { kind: "records", records: [{ name, ttl: 60, type: "TXT", strings: characterStrings(text) }] };
}

function cname(name: string, target: string): ZoneNode {
  return { kind: "records", records: [{ name, ttl: 60, type: "CNAME", target }] };
}

const zone = fixedZone("zone.example", {
  "tok.dkim.zone.example": txt("tok.dkim.zone.example", "v=DKIM1; p=abc"),
  "dkim.zone.example": { kind: "records", records: [] },
  "long.zone.example": txt("long.zone.example", long),
  "cut.zone.example": {
    kind: "delegated",
    cut: "cut.zone.example",
    nameServers: [{ name: "cut.zone.example", ttl: 60, type: "NS", target: "ns.cut.zone.example" }],
    glue: [{ name: "ns.cut.zone.example", ttl: 60, type: "A", address: "192.0.2.1" }],
  },
  "broken.zone.example": { kind: "servfail" },
  "silent.zone.example": { kind: "silent" },
  "slow.zone.example": {
    kind: "slow",
    delayMs: 5_000,
    node: {
      kind: "records",
      records: [{ name: "slow.zone.example", ttl: 1, type: "A", address: "192.0.2.9" }],
    },
  },
});
const customers = fixedZone("customer.example", {
  "a.customer.example": cname("a.customer.example", "tok.dkim.zone.example"),
  "gone.customer.example": cname("gone.customer.example", "nothing.zone.example"),
  "out.customer.example": cname("out.customer.example", "elsewhere.test"),
  "loop.customer.example": cname("loop.customer.example", "loop.customer.example"),
});

export interface World extends AsyncDisposable {
  readonly server: DnsServer;
  readonly udp: UdpClient;
  readonly errors: string[];
  readonly slept: { ms: number; wake: () => void }[];
}

export async function start(options: Partial<DnsServerOptions> = {}): Promise<World> {
  const errors: string[] = [];
  const slept: World["slept"] = [];
  const clock: Clock = {
    now: () => 1_000_000,
    sleep: async (ms) => await new Promise<void>((wake) => slept.push({ ms, wake })),
  };
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, text: string) => errors.push(text),
  };
  const server = await startDnsServer({ host, port: 0, sources: [zone, customers], clock, log, ...options });
  const udp = new UdpClient(server.port);
  return {
    server,
    udp,
    errors,
    slept,
    async [Symbol.asyncDispose]() {
      await udp[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

export function textOf(reply: { answers?: readonly unknown[] | undefined }): string[] {
  return (reply.answers ?? []).flatMap((record) => {
    const { type, data } = record as { type: string; data: Buffer[] };
    return type === "TXT" ? [Buffer.concat(data).toString()] : [];
  });
}

export function typesOf(records: readonly { type: string }[] | undefined): string[] {
  return (records ?? []).map(({ type }) => type);
}
