import { randomUUID } from "node:crypto";
import type { Config } from "#config.ts";
import { CallerError } from "#platform/errors.ts";
import { startHealthServer } from "#servers/api/server.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Says where the API and the metrics will be that the process lives, and is not ready, for as long as PostgreSQL is waited for or brought up
 * to date: what restarts processes would otherwise end it in the middle. Who calls is told to come back. Then the addresses are free.
 */
export async function healthyWhile<Opened>(
  { databaseUrl, http, metrics }: Config,
  { clock, log }: Surroundings,
  open: () => Promise<Opened>,
): Promise<Opened> {
  if (databaseUrl === undefined) return await open();
  await using healthy = new AsyncDisposableStack();
  for (const place of [http, metrics]) {
    if (place === undefined || place.port === 0) continue;
    const server = await startHealthServer({
      ...place,
      clock,
      log,
      newRequestId: randomUUID,
      ready: async () => await Promise.reject(new Error("The database is not open yet.")),
      nothingHere: new CallerError("unavailable", "The service waits for its database. Please try again."),
    });
    healthy.use(server);
  }
  return await open();
}
