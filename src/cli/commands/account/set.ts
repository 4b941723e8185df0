import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { useStore } from "#cli/use-store.ts";
import type { AccountSettings } from "#features/account/index.ts";
import { limitsOf, limitsText, ownerOf, ownerOptions } from "./account-options.ts";

const words = "account set";

export const setAccount = command({
  words,
  summary: "limit what an account may send; a running service heeds it within a second",
  operands: {},
  options: {
    sandbox: { type: "string", value: "on|off", help: "whether recipients must be verified too" },
    rate: { type: "string", value: "<number>|none", help: "the most recipients a second" },
    "daily-quota": { type: "string", value: "<number>|none", help: "the most recipients in any 24 hours" },
    ...ownerOptions,
  },
  async run({ options }, terminal) {
    const owner = ownerOf(options, terminal.environment, words);
    const change: Partial<AccountSettings> = {
      ...(options.sandbox === undefined ? {} : { productionAccess: !readSwitch(options.sandbox) }),
      ...(options.rate === undefined ? {} : { maxSendRate: readLimit("rate", options.rate) }),
      ...(options["daily-quota"] === undefined
        ? {}
        : { max24HourSend: readLimit("daily-quota", options["daily-quota"]) }),
    };
    if (Object.keys(change).length === 0) {
      throw new UsageError("Nothing to set: give --sandbox, --rate or --daily-quota.", words);
    }
    const limits = await useStore(terminal, async ({ account }) => {
      await account.change(owner, change);
      return await limitsOf(account, owner);
    });
    terminal.out(options.json ? JSON.stringify(limits, undefined, 2) : limitsText(limits));
  },
});

function readSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new UsageError(`--sandbox ${text}: expected on or off.`, words);
}

function readLimit(name: string, text: string): number | undefined {
  if (text === "none") return undefined;
  const limit = Number(text);
  if (limit > 0 && limit <= 1e9) return limit;
  throw new UsageError(`--${name} ${text}: expected a number above 0, or none.`, words);
}
