import { CallerError } from "#platform/errors.ts";

/** @param name as the caller gave it. */
export function noSuchIdentity(name: string): CallerError {
  return new CallerError("not-found", `Email identity ${name} does not exist.`);
}

/** The same, as those calls of SES say it that read an identity or are about its policies. */
export function unknownIdentity(name: string): CallerError {
  return new CallerError("not-found", `Email identity <${name}> does not exist.`);
}

/** In SES's words. */
export function alreadyExists(name: string): CallerError {
  return new CallerError("already-exists", `Email identity ${name} already exist.`);
}
