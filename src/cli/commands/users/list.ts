import { command } from "#cli/command.ts";
import { accountOf, storeOptions } from "#cli/store-options.ts";
import { table } from "#cli/table.ts";
import { useStore } from "#cli/use-store.ts";
import { moment } from "#cli/words.ts";
import type { User } from "#features/users/index.ts";

const words = "users list";

export const listUsers = command({
  words,
  summary: "list who may sign in to an account",
  operands: {},
  options: storeOptions,
  async run({ options }, terminal) {
    const account = accountOf(options, words);
    const users = await useStore(terminal, async (store) => await store.users.list(account));
    if (options.json) terminal.out(JSON.stringify(users.map(toJson), undefined, 2));
    else if (users.length === 0) terminal.out(`Account ${account} has no users.`);
    else
      terminal.out(
        table([["NAME", "CREATED", "LAST SIGNED IN", "PASSWORD", "CODE"], ...users.map(row)]).join("\n"),
      );
  },
});

function row({ name, createdAt, lastSignedInAt, hasPassword, hasTotp }: User): string[] {
  const last = lastSignedInAt === undefined ? "never" : moment(iso(lastSignedInAt));
  return [name, moment(iso(createdAt)), last, hasPassword ? "yes" : "no", hasTotp ? "yes" : "no"];
}

function toJson({ name, createdAt, lastSignedInAt, hasPassword, hasTotp }: User) {
  const last = lastSignedInAt === undefined ? null : iso(lastSignedInAt);
  return {
    name,
    created_at: iso(createdAt),
    last_signed_in_at: last,
    password: hasPassword,
    totp: hasTotp,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
