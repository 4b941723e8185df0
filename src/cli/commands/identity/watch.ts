import { command } from "#cli/command.ts";
import { exitCodes } from "#cli/failures.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { watch } from "#cli/watch.ts";

const { json: _, ...options } = serviceOptions;

export const watchIdentity = command({
  words: "identity watch",
  summary: "watch until it is verified or failed",
  notes:
    "Shows every record live, and what each name server says where one is missing. Meanwhile the domain is\n" +
    "checked every 15 seconds. Exit code: 0 verified, 3 failed, 130 interrupted.",
  operands: { name: "one" },
  options,
  async run({ operands: { name }, options: given }, terminal) {
    const outcome = await watch(await serviceOf(given, terminal), name, terminal);
    switch (outcome) {
      case "verified":
        return exitCodes.done;
      case "failed":
        return exitCodes.identityFailed;
      case "waiting":
        return exitCodes.interrupted;
    }
  },
});
