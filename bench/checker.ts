import { createDnsInspector, type DnsInspector } from "#features/dns-evidence/index.ts";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { askBarely, type BareQuestion } from "./bare-dns-client.ts";
import { Child } from "./child.ts";
import type { Asked } from "./name-server.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

/** As many as the worker checks at once. */
const domainsAtOnce = 32;
const target = "dkim.signet.localhost";
const tokens = ["a", "b", "c"].map((letter) => letter.repeat(32));

interface Round {
  readonly domainsPerSecond: number;
  readonly lookupsPerSecond: number;
  readonly cpuMicrosPerLookup: number;
}

/** Domains with Easy DKIM, whole checks with their evidence, beside a client that only asks the same questions. */
export async function benchChecker({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  await using server = new Child("./name-server.ts");
  const [port = ""] = await server.says(/listening on (\d+)/);
  const place = { address: "127.0.0.1", port: Number(port) };
  await using inspector = createDnsInspector({
    clock: systemClock,
    random: systemRandom,
    start: { kind: "resolvers", resolvers: () => [{ ...place, trusted: true }] },
    nameServerPort: place.port,
    allowedNetworks: ["127.0.0.0/8"],
  });
  const perDomain = await questionsOfOneDomain(inspector, server);
  const domains = quick ? 2_000 : 5_000;
  const lookups = domains * perDomain.length;
  const measure = async (work: () => Promise<void>): Promise<Round> => {
    const startedAt = performance.now();
    const before = process.cpuUsage();
    await work();
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(before);
    return {
      domainsPerSecond: domains / seconds,
      lookupsPerSecond: lookups / seconds,
      cpuMicrosPerLookup: (user + system) / lookups,
    };
  };
  const inFlight = domainsAtOnce * tokens.length;
  const bare = () => askBarely(place.port, { questions: questionsOf(perDomain, domains), inFlight });
  const ours = () => checkAll(inspector, domains);
  await bare();
  await ours();
  await server.ask("asked");
  const results: { bare: Round; ours: Round }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    results.push({ bare: await measure(bare), ours: await measure(ours) });
    const { count } = (await server.ask("asked")) as Asked;
    if (count !== 2 * lookups) throw new Error(`${count} lookups instead of twice ${lookups}.`);
  }
  return report(results, perDomain.length);
}

/** What a check asks is told by the server, not assumed here. */
async function questionsOfOneDomain(inspector: DnsInspector, server: Child): Promise<BareQuestion[]> {
  await server.ask("asked");
  await check(inspector, "d0.example");
  const { questions } = (await server.ask("asked")) as Asked;
  return [...questions];
}

function* questionsOf(perDomain: readonly BareQuestion[], domains: number): Generator<BareQuestion> {
  for (let number = 0; number < domains; number += 1) {
    for (const { name, type } of perDomain) yield { name: name.replace("d0.", `d${number}.`), type };
  }
}

async function checkAll(inspector: DnsInspector, domains: number): Promise<void> {
  let next = 0;
  const checkOneAfterAnother = async () => {
    while (next < domains) await check(inspector, `d${next++}.example`);
  };
  await Promise.all(Array.from({ length: domainsAtOnce }, checkOneAfterAnother));
}

async function check(inspector: DnsInspector, domain: string): Promise<void> {
  const evidence = await inspector.inspectAll(
    tokens.map((token) => ({
      kind: "dkim-cname",
      name: `${token}._domainkey.${domain}`,
      target: `${token}.${target}`,
    })),
  );
  if (evidence.length !== tokens.length || evidence.some(({ verdict }) => verdict !== "found")) {
    throw new Error(`${domain} was not found:\n${JSON.stringify(evidence, null, 2)}`);
  }
}

function report(results: readonly { bare: Round; ours: Round }[], lookupsPerDomain: number): string {
  const row = (name: string, pick: (result: { bare: Round; ours: Round }) => Round, ratio: string) => {
    const of = results.map(pick);
    return [
      name,
      range(spread(of.map(({ lookupsPerSecond }) => lookupsPerSecond))),
      ratio,
      figure(spread(of.map(({ cpuMicrosPerLookup }) => cpuMicrosPerLookup)).median),
      figure(spread(of.map(({ domainsPerSecond }) => domainsPerSecond)).median),
    ];
  };
  const ratios = spread(results.map(({ bare, ours }) => ours.lookupsPerSecond / bare.lookupsPerSecond));
  return [
    `Checking domains: three CNAMEs each, ${lookupsPerDomain} lookups a domain, ${domainsAtOnce} domains at once`,
    "",
    table(
      ["", "lookups/s", "ratio", "CPU µs/lookup", "domains/s"],
      [
        row("bare UDP socket, same questions", ({ bare }) => bare, "1"),
        row("checker, with evidence", ({ ours }) => ours, range(ratios)),
      ],
    ),
  ].join("\n");
}
