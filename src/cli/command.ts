import {
  type Operands,
  type OperandValues,
  type Options,
  type OptionValues,
  operandsText,
  readArguments,
} from "./arguments.ts";
import { exitCodes } from "./failures.ts";
import type { Terminal } from "./terminal.ts";

/** One thing that `signet` does. */
export interface Command {
  /** `identity create`. */
  readonly words: string;
  readonly summary: string;
  /** `<name> [type]`. */
  readonly operands: string;
  readonly options: Options;
  /** Said below the options by `--help`. */
  readonly notes: string;
  /** Resolves to the exit code. Throws `UsageError`, `Failure`. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

export interface CommandDefinition<O extends Options, P extends Operands> {
  readonly words: string;
  readonly summary: string;
  readonly operands: P;
  readonly options: O;
  readonly notes?: string;
  /** Resolves to an exit code, or to nothing when all went well. */
  run(
    call: { readonly options: OptionValues<O>; readonly operands: OperandValues<P> },
    terminal: Terminal,
    // biome-ignore lint: void, so that a command that only succeeds or throws need not say so
  ): Promise<number | void>;
}

/** What every command takes. */
export const commonOptions = {
  help: { type: "boolean", help: "say what this command does" },
  verbose: { type: "boolean", help: "when it fails, show where" },
} as const satisfies Options;

/** Defines a command: its run sees the options and operands by name, with their types. */
export function command<const O extends Options, const P extends Operands>(
  definition: CommandDefinition<O, P>,
): Command {
  const { words, summary, operands, notes = "" } = definition;
  const options = { ...definition.options, ...commonOptions };
  return {
    words,
    summary,
    notes,
    options,
    operands: operandsText(operands),
    async run(args, terminal) {
      const call = readArguments(args, { words, options, operands });
      return (await definition.run(call as Parameters<typeof definition.run>[0], terminal)) ?? exitCodes.done;
    },
  };
}
