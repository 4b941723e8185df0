import { CallerError } from "#platform/errors.ts";

export function noSuchCertificate(name: string): CallerError {
  return new CallerError("not-found", `Certificate ${name} does not exist.`);
}
