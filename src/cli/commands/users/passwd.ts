import { command } from "#cli/command.ts";
import { useStore } from "#cli/use-store.ts";
import { passwordOf, passwordOptions } from "./user-options.ts";

const words = "users passwd";

export const setPassword = command({
  words,
  summary: "give a user another password, or none; their sessions end",
  notes: "Works on the store itself, also while the service runs.",
  operands: { name: "one" },
  options: {
    ...passwordOptions,
    "without-code": { type: "boolean", help: "ask for no code of an authenticator app any more" },
  },
  async run({ operands: { name }, options }, terminal) {
    const { password, made } = await passwordOf(options, words);
    await useStore(terminal, async ({ users, secondFactor }) => {
      const user = await users.named(name);
      await users.setPassword(user, password);
      if (options["without-code"]) await secondFactor.remove(user);
    });
    if (made === undefined) {
      terminal.out(
        password === undefined ? `${name} has no password any more.` : `${name} has the new password.`,
      );
      return;
    }
    terminal.out(made);
    terminal.err("The password is not shown again.");
  },
});
