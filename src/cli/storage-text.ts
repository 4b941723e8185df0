import { join, resolve } from "node:path";
import type { Config } from "#config.ts";

/** Where a configuration keeps things, for people. */
export function storageText({ databaseUrl, dataFolder }: Pick<Config, "databaseUrl" | "dataFolder">): string {
  if (databaseUrl === undefined) return join(resolve(dataFolder), "signet.sqlite");
  // Without the user and the password.
  const url = URL.parse(databaseUrl);
  return url === null ? "PostgreSQL" : `PostgreSQL, ${url.host}${url.pathname}`;
}
