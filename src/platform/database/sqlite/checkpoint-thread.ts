// Moves committed pages from the write-ahead log into the database file, on a connection of its own, when asked.
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const database = new DatabaseSync(workerData as string, { timeout: 10_000 });
database.exec("pragma synchronous = full; pragma wal_autocheckpoint = 0");

/** Past this the log is begun anew, even if the writer has to wait a moment: it must not grow without end. */
const largestLogPages = 16_000;
/** So few are moved in a moment. */
const fewPages = 1_000;
const mostRounds = 8;

parentPort?.on("message", (what: "checkpoint" | "close") => {
  if (what === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  try {
    checkpoint();
    parentPort?.postMessage(undefined);
  } catch (error) {
    // A full disk, say: nothing is lost, for the log keeps what was not moved, and the next time may go better.
    parentPort?.postMessage((error as Error).message);
  }
});

function checkpoint(): void {
  let { log, checkpointed } = movePages();
  if (log <= largestLogPages) return;
  // While the log is begun anew nobody writes, and what has not been moved is moved meanwhile: of 256 MB a slow disk made more than the
  // ten seconds that the writer waits.
  for (let round = 0; round < mostRounds && log - checkpointed > fewPages; round += 1) {
    ({ log, checkpointed } = movePages());
  }
  database.exec("pragma wal_checkpoint(restart)");
}

function movePages(): { log: number; checkpointed: number } {
  return database.prepare("pragma wal_checkpoint(passive)").get() as { log: number; checkpointed: number };
}
