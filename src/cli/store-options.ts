import { readRegion } from "#config/values.ts";
import type { Config } from "#config.ts";
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

/** Throws `UsageError` unless it is one that is served here; the home region where none is named. */
export function regionOf(
  { region }: { readonly region?: string },
  { region: home, cells }: Pick<Config, "region" | "cells">,
  words: string,
): string {
  if (region === undefined) return home;
  try {
    cells.requireServed(readRegion(region));
  } catch (error) {
    throw new UsageError(`--region ${region}: ${(error as Error).message.replace(/\.$/, "")}.`, words);
  }
  return region;
}
