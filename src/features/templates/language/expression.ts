import { TemplateFault } from "./fault.ts";
import { type Expression, type Frame, isNamed, memberOf, type Scope } from "./frame.ts";
import type { Run } from "./run.ts";

type Node = hbs.AST.Expression;

/** Compiles what stands for a value: a path, a literal, or `(lookup list index)`. Throws `TemplateFault`. */
export function compileExpression(node: Node, scope: Scope): Expression {
  switch (node.type) {
    case "PathExpression":
      return compilePath(node as hbs.AST.PathExpression, scope);
    case "SubExpression":
      return compileCall(node as hbs.AST.SubExpression, scope);
    case "UndefinedLiteral":
    case "NullLiteral":
      return () => null;
    default: {
      const { value } = node as hbs.AST.StringLiteral;
      return () => value;
    }
  }
}

/** A helper that answers a value. `lookup` is the only one: the others are blocks, and `log` would write into our log. */
export function compileCall(
  { path, params }: Pick<hbs.AST.SubExpression, "path" | "params">,
  scope: Scope,
): Expression {
  const [of, member] = params;
  if (path.original !== "lookup") throw new TemplateFault(`There is no helper '${path.original}'.`);
  if (of === undefined || member === undefined) throw new TemplateFault("'lookup' takes two values.");
  const list = compileExpression(of, scope);
  const name = compileExpression(member, scope);
  return (frame, run) => {
    run.step();
    const key = name(frame, run);
    const simple = typeof key === "string" || typeof key === "number";
    return simple ? memberOf(list(frame, run), key) : undefined;
  };
}

function compilePath(path: hbs.AST.PathExpression, scope: Scope): Expression {
  const parts: readonly unknown[] = path.parts;
  if (!parts.every((part) => typeof part === "string")) {
    throw new TemplateFault(`'${path.original}' is no path.`);
  }
  const [first = "", ...others] = parts;
  if (path.data) return followed(loopValue(path, first), others);
  if (path.depth === 0 && isNamed(scope, first) && !/^(this|\.)/.test(path.original)) {
    return followed((frame, run) => namedValue(frame, first, run), others);
  }
  if (path.depth === 0 && parts.length === 1) return (frame) => memberOf(frame.value, first);
  return followed(outerValue(path.depth), parts);
}

function followed(start: Expression, parts: readonly string[]): Expression {
  if (parts.length === 0) return start;
  return (frame, run) => {
    run.step(parts.length);
    let value = start(frame, run);
    for (const part of parts) value = memberOf(value, part);
    return value;
  };
}

function outerValue(depth: number): Expression {
  if (depth === 0) return ({ value }) => value;
  return (frame, run) => {
    run.step(depth);
    let outer: Frame | undefined = frame;
    for (let left = depth; left > 0; left -= 1) outer = outer?.outer;
    return outer?.value;
  };
}

function namedValue(frame: Frame, name: string, run: Run): unknown {
  for (let named = frame.named; named !== undefined; named = named.outer) {
    run.step(named.names.length);
    const at = named.names.indexOf(name);
    if (at !== -1) return named.values[at];
  }
  return undefined;
}

const loopNames = ["index", "key", "first", "last"] as const;

function loopValue({ depth, original }: hbs.AST.PathExpression, name: string): Expression {
  if (name === "root") return ({ root }) => root;
  const member = loopNames.find((known) => known === name);
  if (member === undefined) throw new TemplateFault(`There is no '${original}'.`);
  return (frame, run) => {
    run.step(depth);
    let { loop } = frame;
    for (let left = depth; left > 0; left -= 1) loop = loop?.outer;
    return loop?.[member];
  };
}
