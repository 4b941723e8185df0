import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { accountOf } from "#cli/store-options.ts";
import { table } from "#cli/table.ts";
import { useStore } from "#cli/use-store.ts";
import { everything, type KeyScope, sendingAs } from "#features/access-keys/index.ts";
import { madeKey } from "#servers/api/signet/key-answers.ts";
import { keyOptions, kindOf } from "./key-options.ts";

const words = "keys create";
const longestDescription = 256;

export const createKey = command({
  words,
  summary: "make a key that may call the API; its secret is shown this once",
  notes: "Works on the store itself, also while the service runs.",
  operands: {},
  options: {
    description: { type: "string", value: "<text>", help: "what it is for" },
    "send-only": { type: "boolean", help: "it may send, and nothing else" },
    from: {
      type: "string",
      multiple: true,
      value: "<identity>",
      help: "it may only send, and only from this domain or address",
    },
    ...keyOptions,
  },
  async run({ options }, terminal) {
    const { description = "" } = options;
    if (description.length > longestDescription) {
      throw new UsageError(`--description: expected at most ${longestDescription} characters.`, words);
    }
    const account = accountOf(options, words);
    const scope = scopeOf(options);
    const created = await useStore(terminal, async ({ accessKeys }) =>
      options.api
        ? await accessKeys.createApiKey(account, description, scope)
        : await accessKeys.createAccessKey(account, description, scope),
    );
    const made = madeKey(kindOf(options), description, created);
    if (options.json) {
      terminal.out(JSON.stringify(made, undefined, 2));
      return;
    }
    const [id, secret] = options.api
      ? (["id", "API key"] as const)
      : (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const);
    const rows = [
      [id, made.id],
      [secret, made.secret],
    ];
    terminal.out(table(rows).join("\n"));
    terminal.err(`For account ${account}${scopeWords(scope)}. The secret is not shown again.`);
  },
});

function scopeOf(options: { readonly "send-only"?: boolean; readonly from?: readonly string[] }) {
  return options["send-only"] || options.from !== undefined ? sendingAs(options.from) : everything;
}

function scopeWords({ may, from }: KeyScope): string {
  if (may === "everything") return "";
  return from === undefined
    ? ". It may send, and nothing else"
    : `. It may only send, and only from ${from.join(", ")}`;
}
