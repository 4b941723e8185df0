import { randomUUID } from "node:crypto";
import type { Config } from "#config.ts";
import { CallerError } from "#platform/errors.ts";
import { startHealthServer } from "#servers/api/server.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Says at the HTTP address that the process lives, and is not ready, for as long as PostgreSQL is waited for or brought up to date: what
 * restarts processes would otherwise end it in the middle. Who calls is told to come back. Then the address is free for the API.
 */
export async function healthyWhile<Opened>(
  { databaseUrl, http }: Config,
  { clock, log }: Surroundings,
  open: () => Promise<Opened>,
): Promise<Opened> {
  if (databaseUrl === undefined || http.port === 0) return await open();
  const ready = async () => await Promise.reject(new Error("The database is not open yet."));
  await using _ = await startHealthServer({
    ...http,
    clock,
    log,
    newRequestId: randomUUID,
    ready,
    nothingHere: new CallerError("unavailable", "The service waits for its database. Please try again."),
  });
  return await open();
}
