import { parseArgs } from "node:util";
import { UsageError } from "./failures.ts";
import { nearest } from "./nearest.ts";

export interface Option {
  readonly type: "string" | "boolean";
  /** May be given several times. */
  readonly multiple?: true;
  /** What stands for its value in the help: `<file>`. */
  readonly value?: string;
  readonly help: string;
}
export type Options = Readonly<Record<string, Option>>;

/** `one`, `optional` or, at the end, `many` (at least one). */
export type Operands = Readonly<Record<string, "one" | "optional" | "many">>;

export type OptionValues<O extends Options> = {
  readonly [Name in keyof O]?: O[Name]["type"] extends "boolean"
    ? boolean
    : O[Name] extends { readonly multiple: true }
      ? readonly string[]
      : string;
};

export type OperandValues<P extends Operands> = {
  readonly [Name in keyof P]: P[Name] extends "many"
    ? readonly string[]
    : P[Name] extends "optional"
      ? string | undefined
      : string;
};

/** What a command takes: `words` is its name, for messages. */
export interface Signature<O extends Options, P extends Operands> {
  readonly words: string;
  readonly options: O;
  readonly operands: P;
}

/** Throws `UsageError`, naming what was probably meant. */
export function readArguments<O extends Options, P extends Operands>(
  args: readonly string[],
  signature: Signature<O, P>,
): { options: OptionValues<O>; operands: OperandValues<P> } {
  const wrong = (message: string) => new UsageError(message, signature.words);
  const options = Object.fromEntries(
    Object.entries(signature.options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]),
  );
  // Not strict: its messages speak of this program's insides.
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(signature.options, token.name) ? signature.options[token.name] : undefined;
    if (option === undefined) throw wrong(unknownOption(token.rawName, Object.keys(signature.options)));
    if (option.type === "boolean" && token.value !== undefined)
      throw wrong(`${token.rawName} takes no value.`);
    if (option.type === "string" && token.value === undefined)
      throw wrong(`${token.rawName} needs a value: ${token.rawName} ${option.value ?? "<value>"}`);
  }
  return {
    options: values as OptionValues<O>,
    operands: assign(positionals, signature.operands, wrong) as OperandValues<P>,
  };
}

function unknownOption(rawName: string, known: readonly string[]): string {
  const meant = nearest(rawName.replace(/^-+/, ""), known);
  return `There is no option ${rawName}.${meant === undefined ? "" : ` Did you mean --${meant}?`}`;
}

function assign(
  given: readonly string[],
  operands: Operands,
  wrong: (message: string) => UsageError,
): Record<string, string | readonly string[] | undefined> {
  const rest = [...given];
  const assigned: Record<string, string | readonly string[] | undefined> = {};
  for (const [name, arity] of Object.entries(operands)) {
    if (arity !== "optional" && rest.length === 0) throw wrong(`<${name}> is missing.`);
    assigned[name] = arity === "many" ? rest.splice(0) : rest.shift();
  }
  const [surplus] = rest;
  if (surplus !== undefined) throw wrong(`'${surplus}' is one argument too many.`);
  return assigned;
}

/** `<name> [type]`, as the help shows it. */
export function operandsText(operands: Operands): string {
  const forms = { one: (name: string) => `<${name}>`, optional: (name: string) => `[${name}]` };
  return Object.entries(operands)
    .map(([name, arity]) => (arity === "many" ? `<${name}…>` : forms[arity](name)))
    .join(" ");
}
