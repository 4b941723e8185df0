import { compileExpression } from "./expression.ts";
import { RenderingFault } from "./fault.ts";
import { about, type Frame, type Scope, type Writer } from "./frame.ts";
import type { Run } from "./run.ts";

type Statement = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

/** The name under which a partial finds the block that it was called with. */
const givenBlock = "@partial-block";

/** `{{> name}}`, `{{> name context}}`, `{{> name key=value}}`, `{{> (lookup . "name")}}`, `{{#> name}}otherwise{{/name}}`. */
export function compilePartial(
  statement: Statement,
  scope: Scope,
  compileProgram: (program: hbs.AST.Program, scope: Scope) => Writer,
): Writer {
  const name = compileName(statement, scope);
  const [of] = statement.params;
  const context = of && compileExpression(of, scope);
  const pairs = (statement.hash?.pairs ?? []).map(
    ({ key, value }) => [key, compileExpression(value, scope)] as const,
  );
  const block = "program" in statement ? compileProgram(statement.program, scope) : undefined;
  const indent = "indent" in statement ? statement.indent : "";

  return (frame, run) => {
    const called = name(frame, run);
    const body = find(frame, called, run) ?? block;
    if (body === undefined) throw new RenderingFault(`The partial ${called} could not be found.`);
    const value = context === undefined ? frame.value : context(frame, run);
    const given = pairs.map(([key, pair]) => [key, pair(frame, run)] as const);
    const inner = withBlock(about(frame, extended(value, given, run)), block, frame);
    if (!indent) return run.enter(() => body(inner, run));
    const written = run.capture(() => run.enter(() => body(inner, run)));
    appendIndented(written, indent, run);
  };
}

function compileName({ name }: Statement, scope: Scope): (frame: Frame, run: Run) => string {
  if (name.type === "SubExpression") {
    const value = compileExpression(name, scope);
    return (frame, run) => {
      const found = value(frame, run);
      return typeof found === "string" ? found : "";
    };
  }
  const { original } = name as hbs.AST.PathExpression;
  return () => String(original);
}

function find(frame: Frame, name: string, run: Run): Writer | undefined {
  for (let partials = frame.partials; partials !== undefined; partials = partials.outer) {
    run.step();
    const body = partials.bodies.get(name);
    if (body !== undefined) return body;
  }
  return undefined;
}

/** The block a partial is called with sees what its caller sees, and its own callers' block where it asks for one itself. */
function withBlock(inner: Frame, block: Writer | undefined, caller: Frame): Frame {
  if (block === undefined) return inner;
  const called: Writer = (frame, run) => block({ ...frame, partials: caller.partials }, run);
  return { ...inner, partials: { bodies: new Map([[givenBlock, called]]), outer: inner.partials } };
}

function extended(value: unknown, pairs: readonly (readonly [string, unknown])[], run: Run): unknown {
  if (pairs.length === 0) return value;
  const own = typeof value === "object" && value !== null ? Object.entries(value) : [];
  run.step(own.length + pairs.length);
  return Object.fromEntries([...own, ...pairs]);
}

/** Every line, but not what follows the last line end. One by one: an indent is as long as who wrote the template likes. */
function appendIndented(text: string, indent: string, run: Run): void {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start) + 1 || text.length;
    run.append(indent + text.slice(start, end));
    start = end;
  }
}
