import { partsOf } from "./postgres/places.ts";
import { endsByItself, isWithoutRights, OutOfReach } from "./postgres/trouble.ts";

/** PostgreSQL did not let us in, or the connection broke before the work was done. Says where, without the password, and why. */
export class DatabaseOutOfReach extends Error {
  override readonly name = "DatabaseOutOfReach";
  /** Nobody is there, or not yet: it may be different soon. A wrong password stays wrong, a full disk full. */
  readonly mayComeBack: boolean;

  constructor(url: string, cause: unknown) {
    const { message, code } = cause as NodeJS.ErrnoException;
    const { hosts } = partsOf(url);
    const at = hosts === "" ? "" : ` at ${hosts}`;
    // A connection that failed at several addresses has a code but no message.
    super(`PostgreSQL${at} cannot be used: ${message || code}.${remedyOf(cause)}`, { cause });
    this.mayComeBack = endsByItself(cause);
  }
}

/** What to do, where the cause speaks to whoever wrote the driver. */
function remedyOf(cause: unknown): string {
  if (isWithoutRights(cause))
    return " Let the role own the database, or a schema that its search_path names first.";
  const { code = "", message } = cause as { code?: string; message: string };
  if (/SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)/.test(code))
    return " Say in SIGNET_DATABASE_URL where the certificate of its authority is: ?sslrootcert=/path/to/ca.pem";
  return /password must be a string/.test(message) ? " It asks for a password, and none was given." : "";
}

/** Of what made the database unavailable: whether it ends by waiting for it. */
export function mendsItself(cause: unknown): boolean {
  return endsByItself(cause instanceof OutOfReach ? cause.cause : cause);
}
