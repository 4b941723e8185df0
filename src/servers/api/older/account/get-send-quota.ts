import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** As SES writes that a day has no limit. */
const unlimited = -1;
/** A rate always has one there, and programs that wait by it calculate with it (django-ses): less than nothing stops them. */
const unlimitedRate = 1_000_000;

export function getSendQuota({ account }: Pick<Services, "account">): OlderHandler<"GetSendQuota"> {
  return async (_input, { owner }) => {
    const {
      max24HourSend = unlimited,
      maxSendRate = unlimitedRate,
      sentLast24Hours,
    } = await account.quota(owner);
    return { Max24HourSend: max24HourSend, MaxSendRate: maxSendRate, SentLast24Hours: sentLast24Hours };
  };
}
