import type { Options } from "#cli/arguments.ts";
import { UsageError } from "#cli/failures.ts";
import { localAccount } from "#servers/api/auth/caller.ts";

export const keyOptions = {
  api: { type: "boolean", help: "API keys (Authorization: Bearer) instead of access keys (AWS SDKs)" },
  account: {
    type: "string",
    value: "<12 digits>",
    help: `whose (default: the local account, ${localAccount})`,
  },
  json: { type: "boolean", help: "print JSON" },
} as const satisfies Options;

/** Throws `UsageError` unless it is twelve digits. */
export function accountOf({ account }: { readonly account?: string }, words: string): string {
  if (account === undefined) return localAccount;
  if (/^\d{12}$/.test(account)) return account;
  throw new UsageError(`--account ${account}: expected twelve digits.`, words);
}

export function kindOf({ api }: { readonly api?: boolean }): "access-key" | "api-key" {
  return api ? "api-key" : "access-key";
}
