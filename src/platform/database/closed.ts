import { Stopped } from "#platform/errors.ts";

/** Whoever comes after the store was closed: nothing is opened anew, which nobody would close. */
export class DatabaseClosed extends Stopped {
  override readonly name = "DatabaseClosed";
  override readonly message = "The database is closed.";
}
