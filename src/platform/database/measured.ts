import type { Measures } from "#platform/measures.ts";
import type { Database } from "./database.ts";

/** The same database, whose statements are timed. */
export function measured(database: Database, measures: Measures): Database {
  const timed = <Result>(kind: "read" | "write", running: Promise<Result>): Promise<Result> => {
    const since = performance.now();
    const end = (outcome: "done" | "failed") =>
      measures.stored(kind, outcome, (performance.now() - since) / 1_000);
    running.then(
      () => end("done"),
      () => end("failed"),
    );
    return running;
  };
  return {
    engine: database.engine,
    build: database.build,
    announcements: database.announcements,
    read: (query) => timed("read", database.read(query)),
    write: (group) => timed("write", database.write(group)),
    change: (query) => timed("write", database.change(query)),
    ping: () => database.ping(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
