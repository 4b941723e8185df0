// Moves committed pages from the write-ahead log into the database file, on a connection of its own, when asked.
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const database = new DatabaseSync(workerData as string, { timeout: 10_000 });
database.exec("pragma synchronous = full; pragma wal_autocheckpoint = 0");

/** Past this the log is emptied even if the writer has to wait a moment: it must not grow without end. */
const largestLogPages = 64_000;

parentPort?.on("message", (what: "checkpoint" | "close") => {
  if (what === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  try {
    checkpoint();
  } catch {
    // A full disk, say: nothing is lost, for the log keeps what was not moved, and the next time may go better.
  }
  parentPort?.postMessage("done");
});

function checkpoint(): void {
  const state = database.prepare("pragma wal_checkpoint(passive)").get() as { log: number };
  if (state.log > largestLogPages) database.exec("pragma wal_checkpoint(truncate)");
}
