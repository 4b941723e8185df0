import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getBlacklistReports({
  blocklists,
}: Pick<Services, "blocklists">): OperationHandler<"GetBlacklistReports"> {
  return async ({ BlacklistItemNames }, { owner }) => {
    const report = await blocklists.report(owner.account, BlacklistItemNames);
    const entries = [...report].map(([address, listings]) => [
      address,
      listings.map(({ list, listedAt, description }) => ({
        RblName: list,
        ListingTime: listedAt === undefined ? undefined : new Date(listedAt),
        Description: description,
      })),
    ]);
    return { BlacklistReport: Object.fromEntries(entries) };
  };
}
