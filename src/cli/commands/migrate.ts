import { command } from "#cli/command.ts";
import { exitCodes } from "#cli/failures.ts";
import { readConfig } from "#config.ts";

export const migrate = command({
  words: "migrate",
  summary: "bring the database's schema up to date",
  notes:
    "Every process does so when it starts; this is for doing it beforehand. Processes of the version before go on\n" +
    "meanwhile and afterwards. With --check nothing is changed, and the exit code is 1 when something is missing.",
  operands: {},
  options: { check: { type: "boolean", help: "only say what is missing" } },
  async run({ options }, terminal) {
    const { dataFolder: folder, databaseUrl: url } = readConfig(terminal.environment);
    const schema = await import("#platform/database/schema.ts");
    if (!options.check) {
      const applied = await schema.migrate({ folder, url });
      terminal.out(applied.length === 0 ? "Up to date." : listed("Applied", applied));
      return exitCodes.done;
    }
    const { missing, newer } = await schema.compareSchema({ folder, url });
    if (newer.length > 0) terminal.out(listed("Applied by a newer version", newer));
    await schema.requireFit({ folder, url });
    terminal.out(missing.length === 0 ? "Up to date." : listed("Missing", missing));
    return missing.length === 0 ? exitCodes.done : exitCodes.failed;
  },
});

function listed(what: string, names: readonly string[]): string {
  return [`${what}:`, ...names.map((name) => `  ${name}`)].join("\n");
}
