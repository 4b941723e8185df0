import { command } from "#cli/command.ts";
import { useStore } from "#cli/use-store.ts";
import { passwordOf, passwordOption } from "./user-options.ts";

export const setPassword = command({
  words: "users passwd",
  summary: "give a user another password; their sessions end",
  notes: "Works on the store itself, also while the service runs.",
  operands: { name: "one" },
  options: {
    ...passwordOption,
    "without-code": { type: "boolean", help: "ask for no code of an authenticator app any more" },
  },
  async run({ operands: { name }, options }, terminal) {
    const { password, isMade } = await passwordOf(options);
    await useStore(terminal, async ({ users, secondFactor }) => {
      const user = await users.named(name);
      await users.setPassword(user, password);
      if (options["without-code"]) await secondFactor.remove(user);
    });
    if (!isMade) {
      terminal.out(`${name} has the new password.`);
      return;
    }
    terminal.out(password);
    terminal.err("The password is not shown again.");
  },
});
