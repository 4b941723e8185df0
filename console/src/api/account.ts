import type { GetAccountResponse } from "@aws-sdk/client-sesv2";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type Account = Plain<GetAccountResponse>;

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: async ({ signal }) => await readAccount(signal),
});

async function readAccount(signal?: AbortSignal): Promise<Account> {
  return await call("GET", "/v2/email/account", signal === undefined ? {} : { signal });
}

export async function putSending(SendingEnabled: boolean): Promise<void> {
  await call("PUT", "/v2/email/account/sending", { body: { SendingEnabled } });
}

/** Whether addresses are validated is put by the same call, and stays as it is now. */
export async function putSuppressedReasons(SuppressedReasons: readonly string[]): Promise<void> {
  const { SuppressionAttributes } = await readAccount();
  await call("PUT", "/v2/email/account/suppression", {
    body: { ...SuppressionAttributes, SuppressedReasons },
  });
}

export async function putDetails(details: {
  readonly MailType: string;
  readonly WebsiteURL: string;
  readonly AdditionalContactEmailAddresses: readonly string[] | undefined;
}): Promise<void> {
  await call("POST", "/v2/email/account/details", { body: details });
}
