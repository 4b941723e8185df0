import { DatabaseOutOfReach, mendsItself } from "#platform/database/out-of-reach.ts";
import { Unavailable } from "#platform/errors.ts";
import type { Surroundings } from "./surroundings.ts";

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** Opens what needs the database, for as many tries as it takes until that is there. What will not mend itself is thrown at once. */
export async function onceThere<Opened>(
  {
    clock,
    log,
    interruption,
  }: Pick<Surroundings, "clock" | "interruption"> & { readonly log: Pick<Surroundings["log"], "warn"> },
  open: () => Promise<Opened>,
): Promise<Opened> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await open();
    } catch (error) {
      interruption?.throwIfAborted();
      // A full disk is said as it is, and not that one is to come back.
      const cause = error instanceof Unavailable ? (error.cause as Error) : (error as Error);
      if (!isAway(error)) throw cause;
      const why = cause.message.replace(/(?<!\.)$/, ".");
      log.warn({}, `The service starts once its database is there: ${why} Next try in ${pauseMs} ms.`);
    }
    await clock.sleep(pauseMs, interruption);
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof DatabaseOutOfReach) return error.mayComeBack;
  return error instanceof Unavailable && mendsItself(error.cause);
}
