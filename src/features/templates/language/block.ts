import { TemplateFault } from "./fault.ts";
import { about, type Expression, type Frame, isTrue, type Scope, type Writer } from "./frame.ts";
import type { Run } from "./run.ts";

/** The two bodies of a block, compiled, and the names it gives to what it is about. */
export interface Block {
  readonly of: Expression;
  readonly body: Writer;
  readonly otherwise: Writer;
  readonly names: readonly string[];
}

/** Handlebars' own blocks. Asking them about an attribute that is not there is no failure: it is false, or an empty list. */
export const blocks: Readonly<Record<string, (block: Block) => Writer>> = {
  if: (block) => (frame, run) => enter(isTrue(block.of(frame, run)), block, frame, run),
  unless: (block) => (frame, run) => enter(!isTrue(block.of(frame, run)), block, frame, run),
  with: (block) => (frame, run) => {
    const value = block.of(frame, run);
    if (!isTrue(value)) return run.enter(() => block.otherwise(frame, run));
    const inner = withNames(about(frame, value), block.names, [value]);
    run.enter(() => block.body(inner, run));
  },
  each: (block) => (frame, run) => each(block, block.of(frame, run), frame, run),
};

/** `{{#x}}…{{/x}}`: each item of a list, or about an object, or whether something is true. */
export function plainBlock(block: Block): Writer {
  return (frame, run) => {
    const value = block.of(frame, run);
    if (Array.isArray(value)) return each(block, value, frame, run);
    if (value === undefined || value === null || value === false) {
      return run.enter(() => block.otherwise(frame, run));
    }
    const inner = value === true ? frame : about(frame, value);
    run.enter(() => block.body(withNames(inner, block.names, [value]), run));
  };
}

export function namesOf(program: hbs.AST.Program | undefined, scope: Scope): Scope {
  const names = program?.blockParams ?? [];
  return names.length === 0 ? scope : { names: new Set(names), outer: scope };
}

export function blockNamed(name: string): ((block: Block) => Writer) | undefined {
  if (name === "lookup" || name === "log") throw new TemplateFault(`There is no block '${name}'.`);
  return Object.hasOwn(blocks, name) ? blocks[name] : undefined;
}

function enter(which: boolean, { body, otherwise }: Block, frame: Frame, run: Run): void {
  run.enter(() => (which ? body : otherwise)(frame, run));
}

function each(block: Block, list: unknown, frame: Frame, run: Run): void {
  const keys = Array.isArray(list) ? [...list.keys()] : keysOf(list);
  run.step(keys.length);
  if (keys.length === 0) return run.enter(() => block.otherwise(frame, run));
  const last = keys.length - 1;
  let index = 0;
  for (const key of keys) {
    const value = (list as Readonly<Record<string | number, unknown>>)[key];
    const loop = { index, key, first: index === 0, last: index === last, outer: frame.loop };
    const inner = { ...about(frame, value), loop };
    run.enter(() => block.body(withNames(inner, block.names, [value, key]), run));
    index += 1;
  }
}

function keysOf(list: unknown): string[] {
  return typeof list === "object" && list !== null ? Object.keys(list) : [];
}

function withNames(frame: Frame, names: readonly string[], values: readonly unknown[]): Frame {
  return names.length === 0 ? frame : { ...frame, named: { names, values, outer: frame.named } };
}
