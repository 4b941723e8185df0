import type { Measures } from "#platform/measures.ts";
import type { Tracing } from "#platform/tracing.ts";
import type { Database } from "./database.ts";

const longestText = 500;

/** The same database, whose statements are timed and, within something that is traced, spans. */
export function observed(
  database: Database,
  { measures, tracing }: { readonly measures?: Measures | undefined; readonly tracing?: Tracing | undefined },
): Database {
  if (measures === undefined && tracing === undefined) return database;
  const run = <Result>(
    kind: "read" | "write",
    queries: readonly { readonly sql: string }[],
    ask: () => Promise<Result>,
  ): Promise<Result> => {
    const since = performance.now();
    const running = tracing === undefined ? ask() : tracing.inner(kind, attributesOf(database, queries), ask);
    const end = (outcome: "done" | "failed") =>
      measures?.stored(kind, outcome, (performance.now() - since) / 1_000);
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
    read: (query) => run("read", [query], () => database.read(query)),
    readAside: (query) => run("read", [query], () => database.readAside(query)),
    write: (group) =>
      run(
        "write",
        group.flatMap((step) => ("query" in step ? [step.query] : [])),
        () => database.write(group),
      ),
    change: (query) => run("write", [query], () => database.change(query)),
    ping: () => database.ping(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** The text of a statement has no values in it. https://opentelemetry.io/docs/specs/semconv/db/ */
function attributesOf({ engine }: Database, queries: readonly { readonly sql: string }[]) {
  return {
    "db.system.name": engine === "postgres" ? "postgresql" : "sqlite",
    "db.query.text": queries[0]?.sql.slice(0, longestText),
    ...(queries.length > 1 ? { "db.operation.batch.size": queries.length } : {}),
  };
}
