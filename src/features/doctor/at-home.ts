import { stat, statfs } from "node:fs/promises";
import type { Backlog } from "#platform/backlog.ts";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import type { Finding } from "./finding.ts";

const megabyte = 1024 * 1024;
const little = 1024 * megabyte;
const nearlyNone = 200 * megabyte;
/** It is begun anew once it has 64 MB, unless somebody reads all the while. */
const longLog = 1024 * megabyte;

/** @param writeAheadLog the file of SQLite's. */
export async function examineDisk(folder: string, writeAheadLog: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const percent = Math.round((100 * bavail) / Math.max(1, blocks));
  const seen = `${sizeOf(free)} (${percent} %) are free where the data folder is.`;
  if (free < nearlyNone) {
    return { status: "failed", seen, advice: "Make room now: without any, nothing is accepted." };
  }
  const log = await sizeOfFile(writeAheadLog);
  if (log >= longLog) {
    return {
      status: "warning",
      seen: `${seen} The write-ahead log of the database has ${sizeOf(log)}.`,
      advice: "It grows where it cannot be moved into the database: the service's log says why.",
    };
  }
  return free < little
    ? { status: "warning", seen, advice: "Make room soon." }
    : { status: "ok", seen, advice: "" };
}

async function sizeOfFile(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function sizeOf(bytes: number): string {
  const megabytes = Math.round(bytes / megabyte);
  return megabytes < 10 * 1024 ? `${megabytes} MB` : `${Math.round(megabytes / 1024)} GB`;
}

/** @param beginning what links in messages begin with. */
export function examineLinks(
  beginning: string,
  { leadsElsewhere, staysHome }: { readonly leadsElsewhere: boolean; readonly staysHome: boolean },
): Finding {
  const seen = `Links in messages begin with ${beginning}.`;
  return leadsElsewhere || staysHome
    ? { status: "ok", seen, advice: "" }
    : {
        status: "failed",
        seen: `${seen} Only this machine finds that: whoever is to confirm an address, or to unsubscribe, cannot.`,
        advice: "Set SIGNET_PUBLIC_URL to where people reach this service.",
      };
}

/** Whether what the world sends back finds its way; another mail server on this machine may pass it on. */
export function examineInbound(
  place: string,
  { isReached, staysHome }: { readonly isReached: boolean; readonly staysHome: boolean },
): Finding {
  const seen = `Bounces and complaints are taken at ${place}.`;
  return isReached || staysHome
    ? { status: "ok", seen, advice: "" }
    : {
        status: "warning",
        seen: `${seen} Only this machine reaches that, so they come back to nobody.`,
        advice:
          "Let SIGNET_INBOUND listen outside, on port 25, or have the mail server that does pass them on.",
      };
}

const slowMs = 250;

export async function examineDatabase(
  engine: string,
  ping: () => Promise<void>,
  clock?: { readonly agrees: boolean; readonly aheadMs: number | undefined },
): Promise<Finding> {
  const startedAt = performance.now();
  try {
    await ping();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      status: "failed",
      seen: `${engine} does not answer: ${reason.slice(0, 300)}`,
      advice: "Nothing is accepted until it does.",
    };
  }
  const tookMs = Math.round(performance.now() - startedAt);
  const seen = `${engine} answered within ${tookMs} ms.${clock === undefined ? "" : comparison(clock.aheadMs)}`;
  if (clock?.agrees === false) {
    return {
      status: "failed",
      seen,
      advice: "This process takes no work until the two agree: let both machines keep their time by NTP.",
    };
  }
  return tookMs > slowMs
    ? { status: "warning", seen, advice: "Look at its load, and at the network in between." }
    : { status: "ok", seen, advice: "" };
}

function comparison(aheadMs = 0): string {
  const seconds = Math.abs(aheadMs / secondMs).toFixed(1);
  return seconds === "0.0"
    ? " Its clock agrees with this machine's."
    : ` This machine's clock is ${seconds} s ${aheadMs < 0 ? "behind" : "ahead of"} its.`;
}

const late = { warning: 15 * minuteMs, failed: 2 * hourMs };

export function examineQueue({ waiting, due, earliestDueAt }: Backlog, now: number): Finding {
  const overdueMs = due === 0 || earliestDueAt === undefined ? 0 : Math.max(0, now - earliestDueAt);
  const seen =
    due === 0
      ? `${waiting} deliveries wait for their time; none is due.`
      : `${due} of ${waiting} deliveries are due, the oldest for ${Math.round(overdueMs / secondMs)} s.`;
  const advice = "Deliveries come in faster than they leave: see the queue for which domains and why.";
  if (overdueMs >= late.failed) return { status: "failed", seen, advice };
  return overdueMs >= late.warning ? { status: "warning", seen, advice } : { status: "ok", seen, advice: "" };
}

/** The service's own key can be opened, so the master key is the one that it was sealed under. */
export async function examineKeys(open: () => Promise<{ readonly selector: string }>): Promise<Finding> {
  const { selector } = await open();
  return { status: "ok", seen: `The service's own key (${selector}) opens.`, advice: "" };
}
