import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sent } from "#features/sending/index.ts";
import { badMember, CallerError, type Problem } from "#platform/errors.ts";
import type { Output } from "#servers/api/wire/index.ts";

type Result = NonNullable<Output<"SendBulkEmail">["BulkEmailEntryResults"]>[number];

/** SES's limit for one call. */
const mostDestinations = 50;
const mostAtOnce = 10;

/** Throws `bad-request`. */
export function requireFew(path: string, entries: readonly unknown[]): void {
  if (entries.length > 0 && entries.length <= mostDestinations) return;
  const message = `must have 1 to ${mostDestinations} entries`;
  throw badMember(path, message);
}

/** Sends one message after the other; what became of each is in its place. */
export async function sendAll<Entry>(
  entries: readonly Entry[],
  send: (entry: Entry) => Promise<Sent>,
): Promise<Result[]> {
  const results: Promise<Result>[] = [];
  for (const [at, entry] of entries.entries()) {
    // Writing one may take a tenth of a second and 10 MB: others have their turn between them, and few are in memory at a time.
    await Promise.all([results[at - mostAtOnce], nextTurn()]);
    const result = resultOf(send(entry));
    // What is wrong with it is thrown where it is waited for.
    result.catch(() => {});
    results.push(result);
  }
  return await Promise.all(results);
}

/** One entry's failure is told in its place; the others are sent. */
async function resultOf(sent: Promise<Sent>): Promise<Result> {
  try {
    const { messageId } = await sent;
    return { Status: "SUCCESS", MessageId: messageId };
  } catch (error) {
    if (!(error instanceof CallerError)) throw error;
    return { Status: statuses[error.problem] ?? "FAILED", Error: error.message };
  }
}

export type BulkStatus = NonNullable<Result["Status"]>;

const statuses: Partial<Record<Problem, BulkStatus>> = {
  "message-rejected": "MESSAGE_REJECTED",
  "mail-from-domain-not-verified": "MAIL_FROM_DOMAIN_NOT_VERIFIED",
  "unknown-configuration-set": "CONFIGURATION_SET_NOT_FOUND",
  "configuration-set-paused": "CONFIGURATION_SET_SENDING_PAUSED",
  "unknown-template": "TEMPLATE_NOT_FOUND",
  "account-suspended": "ACCOUNT_SUSPENDED",
  "sending-paused": "ACCOUNT_SENDING_PAUSED",
  "too-many-requests": "ACCOUNT_THROTTLED",
  "quota-exceeded": "ACCOUNT_DAILY_QUOTA_EXCEEDED",
  "bad-request": "INVALID_PARAMETER",
  "invalid-template": "INVALID_PARAMETER",
  "invalid-template-data": "INVALID_PARAMETER",
  "not-found": "INVALID_PARAMETER",
  unavailable: "TRANSIENT_FAILURE",
};
