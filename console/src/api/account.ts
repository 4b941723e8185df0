import type { GetAccountResponse } from "@aws-sdk/client-sesv2";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type Account = Plain<GetAccountResponse>;

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: async ({ signal }) => await call<Account>("GET", "/v2/email/account", { signal }),
});

export async function putSending(SendingEnabled: boolean): Promise<void> {
  await call("PUT", "/v2/email/account/sending", { body: { SendingEnabled } });
}

export async function putSuppressedReasons(SuppressedReasons: readonly string[]): Promise<void> {
  await call("PUT", "/v2/email/account/suppression", { body: { SuppressedReasons } });
}

export async function putDetails(details: {
  readonly MailType: string;
  readonly WebsiteURL: string;
  readonly AdditionalContactEmailAddresses: readonly string[] | undefined;
}): Promise<void> {
  await call("POST", "/v2/email/account/details", { body: details });
}
