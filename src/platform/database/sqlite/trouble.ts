import { Unavailable } from "#platform/errors.ts";

/** SQLite's result code, without the upper bits, which say more. https://www.sqlite.org/rescode.html */
function resultOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

const busy = 5;
const ioError = 10;
const full = 13;

/** Another connection has the file. */
export function isBusy(error: unknown): boolean {
  return resultOf(error) === busy;
}

/** It is the disk that did not do it, which says nothing of the statement. */
export function isTrouble(error: unknown): boolean {
  return [busy, ioError, full].includes(resultOf(error));
}

/** As callers hear of a read. */
export function toUnreadable(cause: unknown): Unavailable {
  return new Unavailable("The database cannot be read at the moment. Please try again.", { cause });
}
