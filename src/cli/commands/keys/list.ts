import { command } from "#cli/command.ts";
import { accountOf } from "#cli/store-options.ts";
import { table } from "#cli/table.ts";
import { useStore } from "#cli/use-store.ts";
import { moment } from "#cli/words.ts";
import type { ListedKey } from "#features/access-keys/index.ts";
import { listedKey } from "#servers/api/signet/key-answers.ts";
import { keyOptions, kindOf } from "./key-options.ts";

const words = "keys list";

export const listKeys = command({
  words,
  summary: "list an account's access keys; with --api its API keys",
  operands: {},
  options: keyOptions,
  async run({ options }, terminal) {
    const account = accountOf(options, words);
    const keys = await useStore(
      terminal,
      async ({ accessKeys }) => await accessKeys.list(kindOf(options), account),
    );
    if (options.json)
      terminal.out(
        JSON.stringify(
          keys.map((key) => listedKey(kindOf(options), key)),
          undefined,
          2,
        ),
      );
    else if (keys.length === 0)
      terminal.out(`Account ${account} has no ${options.api ? "API" : "access"} keys.`);
    else
      terminal.out(
        table([["ID", "CREATED", "LAST USED", "STATE", "MAY", "DESCRIPTION"], ...keys.map(row)]).join("\n"),
      );
  },
});

function row({ id, createdAt, lastUsedAt, revokedAt, scope, description }: ListedKey): string[] {
  const state = revokedAt === undefined ? "in force" : `revoked ${moment(iso(revokedAt))}`;
  const may = scope.from === undefined ? scope.may : `send from ${scope.from.join(", ")}`;
  const used = lastUsedAt === undefined ? "not on record" : moment(iso(lastUsedAt));
  return [id, moment(iso(createdAt)), used, state, may, description];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
