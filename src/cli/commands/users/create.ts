import { command } from "#cli/command.ts";
import { accountOf, storeOptions } from "#cli/store-options.ts";
import { table } from "#cli/table.ts";
import { useStore } from "#cli/use-store.ts";
import { passwordOf, passwordOptions } from "./user-options.ts";

const words = "users create";

export const createUser = command({
  words,
  summary: "let a person sign in to the console",
  notes: "Works on the store itself, also while the service runs.",
  operands: { name: "one" },
  options: { ...passwordOptions, ...storeOptions },
  async run({ operands: { name }, options }, terminal) {
    const account = accountOf(options, words);
    const { password, made } = await passwordOf(options, words);
    const user = await useStore(
      terminal,
      async ({ users }) => await users.create(account, { name, password }),
    );
    const rows = [
      ["name", user.name],
      ["account", user.account],
      ...(made === undefined ? [] : [["password", made]]),
    ];
    terminal.out(
      options.json ? JSON.stringify(Object.fromEntries(rows), undefined, 2) : table(rows).join("\n"),
    );
    if (made !== undefined) terminal.err("The password is not shown again.");
  },
});
