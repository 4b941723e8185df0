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

/**
 * Sends one message after the other; what became of each is in its place. Where none was sent, and one failed by what concerns all of
 * them, such as a template that is not there, that is thrown, as SES was seen to do: who reads no results would take them for sent.
 */
export async function sendAll<Entry>(
  entries: readonly Entry[],
  send: (entry: Entry) => Promise<Sent>,
): Promise<Result[]> {
  const underWay: Promise<Outcome>[] = [];
  for (const [at, entry] of entries.entries()) {
    // Writing one may take a tenth of a second and 10 MB: others have their turn between them, and few are in memory at a time.
    await Promise.all([underWay[at - mostAtOnce], nextTurn()]);
    const outcome = outcomeOf(send(entry));
    // What is wrong with it is thrown where it is waited for.
    outcome.catch(() => {});
    underWay.push(outcome);
  }
  const outcomes = await Promise.all(underWay);
  const faults = outcomes.filter((outcome) => outcome instanceof CallerError);
  const common = faults.find(concernsAll);
  if (common !== undefined && faults.length === outcomes.length) throw common;
  return outcomes.map(resultOf);
}

type Outcome = Sent | CallerError;

async function outcomeOf(sent: Promise<Sent>): Promise<Outcome> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof CallerError) return error;
    throw error;
  }
}

/** The account, the template, the tenant and what it may send with, or the sender. */
function concernsAll({ problem, details }: CallerError): boolean {
  return commonProblems.has(problem) || details.some(({ path }) => commonMembers.has(path));
}

const commonProblems: ReadonlySet<Problem> = new Set([
  "sending-paused",
  "unknown-template",
  "not-found",
  "access-denied",
]);
const commonMembers: ReadonlySet<string> = new Set(["FromEmailAddress", "FeedbackForwardingEmailAddress"]);

function resultOf(outcome: Outcome): Result {
  return outcome instanceof CallerError
    ? { Status: statuses[outcome.problem] ?? "FAILED", Error: outcome.message }
    : { Status: "SUCCESS", MessageId: outcome.messageId };
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
