import { localAccount } from "#features/access-keys/index.ts";
import type { Options } from "./arguments.ts";
import { UsageError } from "./failures.ts";

/** What commands take that open the store themselves. */
export const storeOptions = {
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
