import { CallerError } from "#platform/errors.ts";

export const unknownPlace = new CallerError(
  "unknown-operation",
  "There is nothing here. The API is under /v2/email, what Signet adds to it under /signet/v1.",
);
