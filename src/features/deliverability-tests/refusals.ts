import { CallerError } from "#platform/errors.ts";

export function noSuchTest(id: string): CallerError {
  return new CallerError("not-found", `Deliverability test report <${id}> does not exist.`);
}

export function tooManyTests(most: number): CallerError {
  return new CallerError(
    "limit-exceeded",
    `There are ${most} deliverability test reports of the last 90 days already, as many as are kept.`,
  );
}

export function noMailboxes(): CallerError {
  return new CallerError(
    "bad-request",
    "This service has no mailboxes to test with: its operator names them by SIGNET_SEED_MAILBOXES.",
  );
}
