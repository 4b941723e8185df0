import { command } from "#cli/command.ts";
import { exitCodes } from "#cli/failures.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { live, watch } from "#cli/watch.ts";

export const watchIdentity = command({
  words: "identity watch",
  summary: "watch until it is verified or failed",
  notes:
    "Shows every record live, and what each name server says where one is missing. Meanwhile the domain is\n" +
    "checked every 15 seconds. With --json, only how it ended. Exit code: 0 verified, 3 failed, 130 interrupted.",
  operands: { name: "one" },
  options: serviceOptions,
  async run({ operands: { name }, options }, terminal) {
    const show = options.json ? () => {} : live(terminal);
    const { outcome, proof } = await watch(await serviceOf(options, terminal), name, { terminal, show });
    if (options.json) terminal.out(JSON.stringify(proof.identity, undefined, 2));
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
