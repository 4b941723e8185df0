import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readConfig } from "#config.ts";
import type { OpenStore } from "./open-store.ts";
import type { Terminal } from "./terminal.ts";

/** Works on the store that the configuration names. It is loaded only now: most commands never need it. */
export async function useStore<Result>(
  { environment, clock, err }: Pick<Terminal, "environment" | "clock" | "err">,
  work: (store: OpenStore) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(environment);
  const [{ openStore }, { sqliteFileIn }] = await Promise.all([
    import("./open-store.ts"),
    import("#platform/database/open.ts"),
  ]);
  const { dataFolder, databaseUrl } = config;
  const isNew = databaseUrl === undefined && !existsSync(sqliteFileIn(dataFolder));
  await using store = await openStore(config, clock);
  // Else whoever forgot the service's settings gets a key, and wonders why it opens nothing.
  if (isNew) {
    err(
      `There was no database in ${resolve(dataFolder)}; one was made. (A service that runs elsewhere has its own: SIGNET_DATA, SIGNET_DATABASE_URL.)`,
    );
  }
  return await work(store);
}
