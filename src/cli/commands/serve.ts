import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { command } from "#cli/command.ts";
import { explainedStart } from "#cli/listen-failure.ts";
import { unknownSettings } from "#cli/unknown-settings.ts";
import { welcome } from "#cli/welcome.ts";
import { painter } from "#cli/words.ts";
import { type Config, readConfig } from "#config.ts";
import { lowerPoolPriority } from "#platform/pool-priority.ts";
import { version } from "#platform/version.ts";

export const serve = command({
  words: "serve",
  summary: "run the service; the same as npm start",
  notes:
    "Environment variables configure it; docs/configuration.md lists them. The log goes to standard error.",
  operands: {},
  options: {},
  async run(_call, terminal) {
    const config = readConfig(terminal.environment);
    for (const text of unknownSettings(terminal.environment)) terminal.err(`signet: ${text}`);
    const interruption = terminal.interruption("service");
    await using app = await start(config, interruption);
    if (app === undefined) return;
    terminal.out(welcome(version(), config, app, painter(terminal)));
    // Now, and not only at the end, which a killed process does not see.
    flushCompileCache();
    if (!interruption.aborted) await once(interruption, "abort");
    terminal.err("Stopping …");
    app.retire();
    // Who sends callers here, a load balancer say, is to see it first.
    await terminal.clock.sleep(config.drainMs);
  },
});

/** Loads the service only now: that takes longer than most other commands. Undefined: it was interrupted while it waited. */
async function start(config: Config, interruption: AbortSignal) {
  const [{ startApp }, { systemClock }, { systemRandom }, { openLog }] = await Promise.all([
    import("#app.ts"),
    import("#platform/clock.ts"),
    import("#platform/random.ts"),
    import("#platform/log.ts"),
    lowerPoolPriority(),
  ]);
  const surroundings = {
    clock: systemClock,
    isClockCompared: true,
    random: systemRandom,
    log: openLog(process.stderr, config.logLevel),
    nameServerPort: 53,
    mailServerPort: 25,
    pollEveryMs: 5_000,
    interruption,
  };
  try {
    return await startApp(config, surroundings);
  } catch (error) {
    if (interruption.aborted && error === interruption.reason) return undefined;
    throw explainedStart(error, config);
  }
}
