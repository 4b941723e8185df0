import type { ListConfigurationSetsResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export const configurationSetsKey = ["configuration-sets"] as const;

export function configurationSetsQuery() {
  return infiniteQueryOptions({
    queryKey: [...configurationSetsKey, "list"],
    queryFn: async ({ signal, pageParam }) =>
      await call<Plain<ListConfigurationSetsResponse>>("POST", "/v2/email/list-configuration-sets", {
        body: { PageSize: 100, NextToken: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}
