import type {
  GetSuppressedDestinationResponse,
  ListSuppressedDestinationsResponse,
  SuppressedDestinationSummary,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { addressOf, call } from "./call.ts";
import { ApiFailure } from "./failure.ts";
import type { Plain } from "./plain.ts";

export type Suppressed = Plain<SuppressedDestinationSummary>;
export type SuppressionReason = "BOUNCE" | "COMPLAINT";

export const suppressionKey = ["suppression"] as const;
const path = "/v2/email/suppression/addresses";
const csvPath = "/signet/v1/suppression.csv";

/** The account's list, or that of a tenant. */
export type TenantOfList = string | undefined;

export function suppressionQuery(tenant: TenantOfList, reason: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...suppressionKey, "list", tenant, reason],
    queryFn: async ({ signal, pageParam }) =>
      await call<Plain<ListSuppressedDestinationsResponse>>("GET", path, {
        query: { PageSize: 100, Reason: reason, NextToken: pageParam, TenantName: tenant },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}

/** Whether an address is on the list; null where it is not. */
export function suppressedQuery(tenant: TenantOfList, address: string) {
  return queryOptions({
    queryKey: [...suppressionKey, "one", tenant, address],
    queryFn: async ({
      signal,
    }): Promise<Plain<GetSuppressedDestinationResponse>["SuppressedDestination"] | null> => {
      try {
        const { SuppressedDestination } = await call<Plain<GetSuppressedDestinationResponse>>(
          "GET",
          pathOf(address),
          { signal, query: { TenantName: tenant } },
        );
        return SuppressedDestination;
      } catch (error) {
        if (error instanceof ApiFailure && error.code === "NOT_FOUND") return null;
        throw error;
      }
    },
  });
}

export async function suppress(
  TenantName: TenantOfList,
  EmailAddress: string,
  Reason: SuppressionReason,
): Promise<void> {
  await call("PUT", path, { body: { EmailAddress, Reason, TenantName } });
}

export async function unsuppress(tenant: TenantOfList, address: string): Promise<void> {
  await call("DELETE", pathOf(address), { query: { TenantName: tenant } });
}

function pathOf(address: string): string {
  return `${path}/${encodeURIComponent(address)}`;
}

/** The whole list as a file, for a link. */
export function suppressionCsvAddress(tenant: TenantOfList, reason: string | undefined): string {
  return addressOf(csvPath, { tenant, reason });
}

export interface ImportResult {
  readonly written: number;
  readonly refused: readonly { readonly line: number; readonly message: string }[];
}

/** `address,reason,…` a line; an address that is listed gets the reason given. */
export async function importSuppressionCsv(tenant: TenantOfList, csv: string): Promise<ImportResult> {
  return await call<ImportResult>("POST", csvPath, { body: csv, query: { tenant } });
}
