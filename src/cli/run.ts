import { ConfigError, defaultDataFolder } from "#config.ts";
import { NewerSchema } from "#platform/database/migrations/newer-schema.ts";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { FolderInUse } from "#platform/database/sqlite/sole-service.ts";
import { CallerError } from "#platform/errors.ts";
import { WrongMasterKey } from "#platform/master-key.ts";
import { version } from "#platform/version.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands/index.ts";
import { exitCodes, Failure, UsageError } from "./failures.ts";
import { explainedFolder } from "./folder-failure.ts";
import { commandHelp, overview } from "./help.ts";
import { nearest } from "./nearest.ts";
import type { Terminal } from "./terminal.ts";

/** Does what the command line says and resolves to the exit code. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    const folder = terminal.environment["SIGNET_DATA"]?.trim() || defaultDataFolder;
    return explain(explainedFolder(error, folder), terminal, args.includes("--verbose"));
  }
}

async function dispatch(given: readonly string[], terminal: Terminal): Promise<number> {
  if (given[0] === "--version" || given[0] === "version") {
    terminal.out(version());
    return exitCodes.done;
  }
  // `help keys create` is `keys create --help`.
  const args = given[0] === "help" ? [...given.slice(1), "--help"] : given;
  const choice = choose(args);
  const wantsHelp = beforeDashes(args).some((word) => word === "--help" || word === "-h");
  if (choice.kind === "command" && !wantsHelp) return await choice.command.run(choice.rest, terminal);
  if (choice.kind === "command") terminal.out(commandHelp(choice.command));
  else if (wantsHelp) terminal.out(overview(commands, choice.group));
  else {
    terminal.err(overview(commands, choice.group));
    return exitCodes.misused;
  }
  return exitCodes.done;
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
}

type Choice =
  | { readonly kind: "command"; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: "overview"; readonly group: string | undefined };

/** The command that the first words name. Throws `UsageError`, naming the nearest. */
function choose(args: readonly string[]): Choice {
  const [first, second] = args;
  if (first === undefined || first === "--help" || first === "-h") {
    return { kind: "overview", group: undefined };
  }
  if (first.startsWith("-"))
    throw new UsageError(`Options come after the command: ${first} is too early.`, "");
  for (const command of commands) {
    if (command.words === first) return { kind: "command", command, rest: args.slice(1) };
    if (command.words === `${first} ${second}`) return { kind: "command", command, rest: args.slice(2) };
  }
  const inGroup = commands.flatMap(({ words }) =>
    words.startsWith(`${first} `) ? [words.split(" ")[1] ?? ""] : [],
  );
  if (inGroup.length === 0)
    throw unknownWord(first, "", new Set(commands.map(({ words }) => words.split(" ")[0] ?? "")));
  if (second === undefined || second.startsWith("-")) return { kind: "overview", group: first };
  throw unknownWord(second, first, inGroup);
}

function unknownWord(word: string, group: string, known: Iterable<string>): UsageError {
  const prefix = group === "" ? "signet" : `signet ${group}`;
  const meant = nearest(word, known);
  const advice = meant === undefined ? "" : ` Did you mean '${prefix} ${meant}'?`;
  return new UsageError(`There is no command '${prefix} ${word}'.${advice}`, group);
}

function explain(error: unknown, terminal: Terminal, verbose: boolean): number {
  if (error instanceof UsageError) {
    const command = ["signet", error.usage, "--help"].filter(Boolean).join(" ");
    terminal.err(`signet: ${error.message}\nTry '${command}'.`);
    return exitCodes.misused;
  }
  // A connection that failed at several addresses is an AggregateError, which has a code but no message.
  const { message, code } = error as NodeJS.ErrnoException;
  const isMisconfigured = isOne(error, [ConfigError, WrongMasterKey, NewerSchema]);
  const isExpected = isMisconfigured || isOne(error, [Failure, CallerError, DatabaseOutOfReach, FolderInUse]);
  terminal.err(
    `signet: ${message || code || String(error)}${isExpected || verbose ? "" : " (--verbose shows where)"}`,
  );
  if (verbose && error instanceof Error) terminal.err(stackOf(error));
  return isMisconfigured ? exitCodes.misconfigured : exitCodes.failed;
}

function isOne(error: unknown, kinds: readonly (abstract new (...args: never[]) => Error)[]): boolean {
  return kinds.some((kind) => error instanceof kind);
}

function stackOf(error: Error): string {
  const { stack = "", cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${stackOf(cause)}` : stack;
}
