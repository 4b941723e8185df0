import { dayMs } from "#platform/clock.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** As SES shows them; a point is of an hour, there of fifteen minutes. */
const shownMs = 14 * dayMs;

export function getSendStatistics({
  eventCounts,
}: Pick<Services, "eventCounts">): OlderHandler<"GetSendStatistics"> {
  return async (_input, { owner }) => {
    const { series } = await eventCounts.byTheHour(owner, shownMs);
    return {
      SendDataPoints: series
        .filter(({ counts }) => Object.keys(counts).length > 0)
        .map(({ at, counts }) => ({
          Timestamp: new Date(at),
          DeliveryAttempts: counts.Send ?? 0,
          Bounces: counts.Bounce ?? 0,
          Complaints: counts.Complaint ?? 0,
          Rejects: counts.Reject ?? 0,
        })),
    };
  };
}
