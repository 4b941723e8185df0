import { command } from "#cli/command.ts";
import { Failure } from "#cli/failures.ts";
import { accountOf } from "#cli/store-options.ts";
import { useStore } from "#cli/use-store.ts";
import { CallerError } from "#platform/errors.ts";
import { keyOptions, kindOf } from "./key-options.ts";

const words = "keys revoke";

export const revokeKey = command({
  words,
  summary: "end a key; a running service refuses it within a second",
  operands: { id: "one" },
  options: keyOptions,
  async run({ operands: { id }, options }, terminal) {
    const account = accountOf(options, words);
    await useStore(terminal, async ({ accessKeys }) => {
      await accessKeys.revoke(kindOf(options), account, id).catch((error: unknown) => {
        throw advised(error, options);
      });
    });
    terminal.out(options.json ? JSON.stringify({ id, revoked: true }) : `${id} is revoked.`);
  },
});

/** Says where the keys are that there are. */
function advised(error: unknown, { api }: { readonly api?: boolean }): unknown {
  if (!(error instanceof CallerError) || error.problem !== "not-found") return error;
  const advice = api
    ? "'signet keys list --api' shows those there are."
    : "'signet keys list' shows those there are. For an API key, say --api.";
  return new Failure(`${error.message} ${advice}`, { cause: error });
}
