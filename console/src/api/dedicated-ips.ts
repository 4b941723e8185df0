import type { ListDedicatedIpPoolsResponse } from "@aws-sdk/client-sesv2";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

/** Names of pools of dedicated addresses, as far as a choice of them goes. */
export const ipPoolsQuery = queryOptions({
  queryKey: ["dedicated-ip-pools"],
  queryFn: async ({ signal }) => {
    const { DedicatedIpPools = [] } = await call<Plain<ListDedicatedIpPoolsResponse>>(
      "GET",
      "/v2/email/dedicated-ip-pools",
      { query: { PageSize: 100 }, signal },
    );
    return DedicatedIpPools;
  },
});
