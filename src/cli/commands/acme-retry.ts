import { command } from "#cli/command.ts";
import { Failure } from "#cli/failures.ts";
import { useStore } from "#cli/use-store.ts";
import { readConfig } from "#config.ts";

export const acmeRetry = command({
  words: "acme retry",
  summary: "have a running service ask for its certificate now, not when it next would by itself",
  notes:
    "Works on the store itself, also while the service runs. For when what kept the last attempt from success is put right:\n" +
    "'signet doctor' says what that was. Authorities count attempts, and those that fail more strictly: some let five fail in an hour.",
  operands: {},
  options: {},
  async run(_, terminal) {
    if (readConfig(terminal.environment).acme === undefined) {
      throw new Failure("No authority is asked for a certificate: SIGNET_ACME is not set.");
    }
    const outcome = await useStore(terminal, async ({ keptIssuance }) => await keptIssuance.hasten());
    switch (outcome) {
      case "hastened":
        return terminal.out("A running service asks within seconds; 'signet doctor' says what came of it.");
      case "under-way":
        return terminal.out("It is being asked for at this moment; 'signet doctor' says what came of it.");
      case "not-begun":
        throw new Failure("No service has asked for one yet: it does so by itself when it is started.");
    }
  },
});
