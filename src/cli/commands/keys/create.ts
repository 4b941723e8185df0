import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { table } from "#cli/table.ts";
import { useStore } from "#cli/use-store.ts";
import { accountOf, keyOptions } from "./key-options.ts";

const words = "keys create";
const longestDescription = 256;

export const createKey = command({
  words,
  summary: "make a key that may call the API; its secret is shown this once",
  notes: "Works on the store itself, also while the service runs.",
  operands: {},
  options: {
    description: { type: "string", value: "<text>", help: "what it is for" },
    ...keyOptions,
  },
  async run({ options }, terminal) {
    const { description = "" } = options;
    if (description.length > longestDescription) {
      throw new UsageError(`--description: expected at most ${longestDescription} characters.`, words);
    }
    const account = accountOf(options, words);
    const created = await useStore(terminal, async ({ accessKeys }) =>
      options.api
        ? await accessKeys.createApiKey(account, description)
        : await accessKeys.createAccessKey(account, description),
    );
    if (options.json) {
      terminal.out(JSON.stringify({ ...created, account, description }, undefined, 2));
      return;
    }
    const rows =
      "token" in created
        ? [
            ["id", created.id],
            ["API key", created.token],
          ]
        : [
            ["AWS_ACCESS_KEY_ID", created.id],
            ["AWS_SECRET_ACCESS_KEY", created.secret],
          ];
    terminal.out(table(rows).join("\n"));
    terminal.err(`For account ${account}. The secret is not shown again.`);
  },
});
