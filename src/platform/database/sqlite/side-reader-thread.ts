// Reads what takes long, on a connection of its own, one statement after the other.
import { parentPort, workerData } from "node:worker_threads";
import type { SideAnswer, SideQuestion } from "./messages.ts";
import { Reader } from "./reader.ts";
import { isTrouble } from "./trouble.ts";

const reader = new Reader(workerData as string);

parentPort?.on("message", (question: SideQuestion | "close") => {
  if (question === "close") {
    reader[Symbol.dispose]();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answerTo(question));
});

function answerTo({ sql, parameters }: SideQuestion): SideAnswer {
  try {
    reader.refresh();
    return { rows: reader.read(sql, parameters) };
  } catch (error) {
    return {
      failure: error instanceof Error ? error.message : String(error),
      isTrouble: isTrouble(error),
    };
  }
}
