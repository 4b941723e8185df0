/** PostgreSQL did not let us in when the service started. Says where, without the password, and why. */
export class DatabaseOutOfReach extends Error {
  override readonly name = "DatabaseOutOfReach";

  constructor(url: string, cause: unknown) {
    const { message, code } = cause as NodeJS.ErrnoException;
    // A connection that failed at several addresses has a code but no message.
    super(`PostgreSQL at ${hostsOf(url) || "its socket"} cannot be used: ${message || code}.`, {
      cause,
    });
  }
}

/** All of them: a URL may name several, which `URL` does not know. */
function hostsOf(url: string): string | undefined {
  return /^\w+:\/\/(?:[^@/?]*@)?([^/?]*)/.exec(url)?.[1];
}
