import { partsOf } from "./postgres/places.ts";

/** PostgreSQL did not let us in when the service started. Says where, without the password, and why. */
export class DatabaseOutOfReach extends Error {
  override readonly name = "DatabaseOutOfReach";

  constructor(url: string, cause: unknown) {
    const { message, code } = cause as NodeJS.ErrnoException;
    // A connection that failed at several addresses has a code but no message.
    super(`PostgreSQL at ${partsOf(url).hosts || "its socket"} cannot be used: ${message || code}.`, {
      cause,
    });
  }
}
