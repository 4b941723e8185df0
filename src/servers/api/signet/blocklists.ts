import type { Blocklists } from "#features/blocklists/index.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";

/** What blocklists say, and where they said nothing: of that SES's report knows no word. */
export function blocklistRoutes({ blocklists }: { readonly blocklists: Blocklists }): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/blocklists",
      handle: async ({ caller }) => ({
        asked: blocklists.areAsked,
        standings: (await blocklists.standingsFor(caller.owner.account)).map(
          ({ address, list, verdict, listedAt, description, trouble }) => ({
            address,
            list,
            verdict: verdict ?? null,
            listed_at: listedAt === undefined ? null : new Date(listedAt).toISOString(),
            description: description ?? null,
            trouble: trouble ?? null,
          }),
        ),
      }),
    },
  ];
}
