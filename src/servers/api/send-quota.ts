import type { SendQuota } from "#features/account/index.ts";

/** As SES writes that a day has no limit. */
const unlimited = -1;
/** A rate always has one there, and programs calculate with it: they wait by it, or send so many at a time. Less than nothing stops them. */
const unlimitedRate = 1_000_000;

/** What both APIs call it. */
export function writeSendQuota({ max24HourSend, maxSendRate, sentLast24Hours }: SendQuota) {
  return {
    Max24HourSend: max24HourSend ?? unlimited,
    MaxSendRate: maxSendRate ?? unlimitedRate,
    SentLast24Hours: sentLast24Hours,
  };
}
