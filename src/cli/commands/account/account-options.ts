import type { Options } from "#cli/arguments.ts";
import { accountOf, regionOf, storeOptions } from "#cli/store-options.ts";
import { readConfig } from "#config.ts";
import type { Account } from "#features/account/index.ts";
import type { Owner } from "#platform/owner.ts";

export const ownerOptions = {
  ...storeOptions,
  region: { type: "string", value: "<region>", help: "in which region (default: SIGNET_REGION, for all)" },
} as const satisfies Options;

/** Throws `UsageError`, `ConfigError`. */
export function ownerOf(
  options: { readonly account?: string; readonly region?: string },
  environment: Readonly<Record<string, string | undefined>>,
  words: string,
): Owner {
  return {
    account: accountOf(options, words),
    region: regionOf(options, readConfig(environment), words),
  };
}

/** What may be sent, as the operator has it. */
export async function limitsOf(account: Account, owner: Owner) {
  const [settings, quota] = await Promise.all([account.settings(owner), account.quota(owner)]);
  return {
    account: owner.account,
    region: owner.region,
    sending: settings.sendingEnabled,
    sandbox: !settings.productionAccess,
    rate: quota.maxSendRate ?? null,
    daily_quota: quota.max24HourSend ?? null,
    sent_last_24_hours: quota.sentLast24Hours,
    contacts: settings.details?.contacts ?? [],
  };
}

export function limitsText(limits: Awaited<ReturnType<typeof limitsOf>>): string {
  return [
    `${limits.account} in ${limits.region}`,
    `  sending   ${limits.sending ? "on" : "switched off by its owner"}`,
    `  sandbox   ${limits.sandbox ? "yes: recipients must be verified" : "no"}`,
    `  rate      ${limits.rate === null ? "no limit" : `${limits.rate} recipients a second`}`,
    `  quota     ${limits.daily_quota === null ? "no limit" : `${limits.daily_quota} recipients in 24 hours`}, ${limits.sent_last_24_hours} used`,
    `  contacts  ${limits.contacts.length === 0 ? "none" : limits.contacts.join(", ")}`,
  ].join("\n");
}
