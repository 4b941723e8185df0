import { setTimeout as delay } from "node:timers/promises";
import { startPostgres } from "#test/support/postgres-server.ts";
import { sendMessages, verifySender } from "./message-load.ts";
import { Signet } from "./signet.ts";
import { Sink } from "./sink.ts";
import { benchedStores } from "./stores.ts";
import { figure, table } from "./table.ts";

const megabyte = 1024 * 1024;
/** Sent at a time, so that this process need not hold them all. */
const portion = 5_000;

/** What waits while the server at the end greets nobody: the memory it takes, and how fast it leaves once the server does. */
export async function benchBacklog(asked: { quick: boolean; messages: number }): Promise<string> {
  const sizes = [1_000, asked.quick ? Math.min(asked.messages, 20_000) : asked.messages];
  await using postgres = await startPostgres({ durable: true });
  const rows: string[][] = [];
  for (const { store, url } of benchedStores(postgres)) {
    await using sink = await Sink.start();
    await using signet = await Signet.start(url, { SIGNET_DELIVERY: `smtp://127.0.0.1:${sink.port}` });
    await verifySender(signet);
    await drain(signet, sink, 1_000);
    for (const size of sizes) {
      const { queuedBytes, mostBytes, perSecond } = await drain(signet, sink, size);
      rows.push([
        store,
        size.toLocaleString("en"),
        figure(queuedBytes / megabyte),
        figure(mostBytes / megabyte),
        figure(perSecond),
      ]);
    }
  }
  return [
    "Backlog: messages of 5 KB queued while the server they are for greets nobody, then delivered.",
    "",
    table(["store", "queued", "resident MB", "most while it drains", "then delivered/s"], rows),
  ].join("\n");
}

async function drain(signet: Signet, sink: Sink, count: number) {
  await sink.tell("hold");
  await sink.tell("begin");
  for (let queued = 0; queued < count; queued += portion) {
    await sendMessages(signet, { door: "HTTP", count: Math.min(portion, count - queued) });
  }
  const { residentBytes: queuedBytes } = await signet.usage();
  await sink.tell("go on");
  const watching = new AbortController();
  const watched = mostResident(signet, watching.signal);
  const { tookMs } = await sink.receives(count);
  watching.abort();
  return { queuedBytes, mostBytes: await watched, perSecond: (1_000 * count) / tookMs };
}

/** The most memory that the service was seen to have, looked at twice a second until the signal. */
async function mostResident(signet: Signet, signal: AbortSignal): Promise<number> {
  let most = 0;
  while (!signal.aborted) {
    most = Math.max(most, (await signet.usage()).residentBytes);
    await delay(500, undefined, { signal }).catch(() => {});
  }
  return most;
}
