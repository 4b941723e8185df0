import type { PostgresServer } from "#test/support/postgres-server.ts";

/** Both, or the one that `SIGNET_BENCH_STORE` names. */
export function benchedStores(postgres: PostgresServer) {
  const stores = [
    { store: "SQLite", url: undefined },
    { store: "PostgreSQL", url: postgres.url("postgres") },
  ];
  return stores.filter(({ store }) => [undefined, store].includes(process.env["SIGNET_BENCH_STORE"]));
}
