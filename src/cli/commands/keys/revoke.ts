import { command } from "#cli/command.ts";
import { useStore } from "#cli/use-store.ts";
import { accountOf, keyOptions, kindOf } from "./key-options.ts";

const words = "keys revoke";

export const revokeKey = command({
  words,
  summary: "end a key; a running service refuses it within a second",
  operands: { id: "one" },
  options: keyOptions,
  async run({ operands: { id }, options }, terminal) {
    const account = accountOf(options, words);
    await useStore(terminal, async ({ accessKeys }) => await accessKeys.revoke(kindOf(options), account, id));
    terminal.out(options.json ? JSON.stringify({ id, revoked: true }) : `${id} is revoked.`);
  },
});
