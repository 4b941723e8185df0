import { IdentityRequests } from "./identity-requests.ts";
import { load } from "./load.ts";
import { Signet } from "./signet.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

const megabyte = 1024 * 1024;
const fillConnections = 32;
const samples = 500;

/** How long a start takes, and what 100,000 identities cost: in memory, and in the time of one call after the other. */
export async function benchScale({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  const starts: number[] = [];
  for (let round = 1; round < rounds; round += 1) {
    await using signet = await Signet.start();
    starts.push(signet.readyAfterMs);
  }
  await using signet = await Signet.start();
  starts.push(signet.readyAfterMs);
  const idle = await signet.usage();
  const requests = new IdentityRequests(signet, "scale");
  const sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
  const rows: string[][] = [];
  let identities = 0;
  for (const size of sizes) {
    identities += await fill(signet, requests, size - samples - identities);
    const creates = requests.create("domain", samples);
    const create = await load({ port: signet.port, connections: 1, requests: creates });
    identities += samples;
    const gets = requests.get(samples);
    const get = await load({ port: signet.port, connections: 1, requests: gets });
    const { residentBytes } = await signet.usage();
    rows.push([
      size.toLocaleString("en"),
      figure(create.p50Ms),
      figure(get.p50Ms),
      figure(residentBytes / megabyte),
    ]);
  }
  return [
    `Start to ready (SQLite, new data folder): ${range(spread(starts))} ms. Resident when idle: ${figure(idle.residentBytes / megabyte)} MB.`,
    "",
    table(["identities", "create p50 ms", "get p50 ms", "resident MB"], rows),
  ].join("\n");
}

/** Half of them domains, half addresses. */
async function fill(signet: Signet, requests: IdentityRequests, count: number): Promise<number> {
  const portion = 5_000;
  for (let done = 0; done < count; done += portion) {
    const size = Math.min(portion, count - done);
    const batch = [
      ...requests.create("domain", Math.ceil(size / 2)),
      ...requests.create("address", Math.floor(size / 2)),
    ];
    await load({ port: signet.port, connections: fillConnections, requests: batch });
  }
  await signet.settle();
  return count;
}
