import { command } from "#cli/command.ts";
import { useStore } from "#cli/use-store.ts";

export const deleteUser = command({
  words: "users delete",
  summary: "let a person sign in no more; their sessions end",
  notes: "Works on the store itself, also while the service runs.",
  operands: { name: "one" },
  options: {},
  async run({ operands: { name } }, terminal) {
    await useStore(terminal, async ({ users }) => await users.remove(await users.named(name)));
    terminal.out(`${name} may sign in no more.`);
  },
});
