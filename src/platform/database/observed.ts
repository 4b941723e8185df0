import { type Clock, minuteMs } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import type { Tracing } from "#platform/tracing.ts";
import type { Database } from "./database.ts";

const longestText = 500;

interface Observers {
  readonly measures?: Measures | undefined;
  readonly tracing?: Tracing | undefined;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * The same database, whose statements are timed and, within something that is traced, spans. Why it takes no writes is logged, once a
 * minute: callers, who may be thousands, are told no more than that they are to come back.
 */
export function observed(database: Database, { measures, tracing, log, clock }: Observers): Database {
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (error: unknown): void => {
    if (!(error instanceof Unavailable) || clock.now() - toldAt < minuteMs) return;
    toldAt = clock.now();
    log.warn({ err: error.cause }, "The database is not available; callers are told to come back");
  };
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
      (error: unknown) => {
        end("failed");
        tell(error);
      },
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
