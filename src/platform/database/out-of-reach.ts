import { partsOf } from "./postgres/places.ts";
import { endsByItself, OutOfReach } from "./postgres/trouble.ts";

/** PostgreSQL did not let us in, or the connection broke before the work was done. Says where, without the password, and why. */
export class DatabaseOutOfReach extends Error {
  override readonly name = "DatabaseOutOfReach";
  /** Nobody is there, or not yet: it may be different soon. A wrong password stays wrong, a full disk full. */
  readonly mayComeBack: boolean;

  constructor(url: string, cause: unknown) {
    const { message, code } = cause as NodeJS.ErrnoException;
    // A connection that failed at several addresses has a code but no message.
    super(`PostgreSQL at ${partsOf(url).hosts || "its socket"} cannot be used: ${message || code}.`, {
      cause,
    });
    this.mayComeBack = endsByItself(cause);
  }
}

/** Of what made the database unavailable: whether it ends by waiting for it. */
export function mendsItself(cause: unknown): boolean {
  return endsByItself(cause instanceof OutOfReach ? cause.cause : cause);
}
