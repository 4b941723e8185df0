import { command } from "#cli/command.ts";
import { useStore } from "#cli/use-store.ts";
import { limitsOf, limitsText, ownerOf, ownerOptions } from "./account-options.ts";

const words = "account show";

export const showAccount = command({
  words,
  summary: "show what an account may send, and what it has sent",
  operands: {},
  options: ownerOptions,
  async run({ options }, terminal) {
    const owner = ownerOf(options, terminal.environment, words);
    const limits = await useStore(terminal, async ({ account }) => await limitsOf(account, owner));
    terminal.out(options.json ? JSON.stringify(limits, undefined, 2) : limitsText(limits));
  },
});
