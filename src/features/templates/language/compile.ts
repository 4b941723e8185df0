import { type Block, blockNamed, namesOf, plainBlock } from "./block.ts";
import { compileCall, compileExpression } from "./expression.ts";
import { missingAttribute, TemplateFault } from "./fault.ts";
import type { Expression, Partials, Scope, Writer } from "./frame.ts";
import { compilePartial } from "./partial.ts";

type Program = hbs.AST.Program;
type Statement = hbs.AST.Statement;

/** A template as functions: nothing of it is ever turned into JavaScript text. Throws `TemplateFault`. */
export function compileProgram(program: Program | undefined, scope: Scope): Writer {
  if (program === undefined || program === null) return () => {};
  const inline = program.body.filter((statement) => statement.type === "DecoratorBlock");
  const writers = program.body.flatMap((statement) => compileStatement(statement, scope) ?? []);
  const write: Writer = (frame, run) => {
    for (const writer of writers) writer(frame, run);
  };
  if (inline.length === 0) return write;
  const bodies = new Map(inline.map((block) => compileInline(block as hbs.AST.DecoratorBlock, scope)));
  return (frame, run) => {
    const partials: Partials = { bodies, outer: frame.partials };
    write({ ...frame, partials }, run);
  };
}

/** Undefined for what writes nothing. */
function compileStatement(statement: Statement, scope: Scope): Writer | undefined {
  switch (statement.type) {
    case "ContentStatement": {
      const { value } = statement as hbs.AST.ContentStatement;
      return (_, run) => run.append(value);
    }
    case "MustacheStatement":
      return compileMustache(statement as hbs.AST.MustacheStatement, scope);
    case "BlockStatement":
      return compileBlock(statement as hbs.AST.BlockStatement, scope);
    case "PartialStatement":
    case "PartialBlockStatement":
      return compilePartial(
        statement as hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement,
        scope,
        compileProgram,
      );
    case "CommentStatement":
    case "DecoratorBlock":
      return undefined;
    default:
      throw new TemplateFault("There are no decorators but 'inline'.");
  }
}

function compileMustache({ path, params, hash }: hbs.AST.MustacheStatement, scope: Scope): Writer {
  const plain = params.length === 0 && hash === undefined;
  const name = String("original" in path ? path.original : "");
  const value = plain
    ? attribute(path, name, scope)
    : compileCall({ path: { ...(path as hbs.AST.PathExpression), original: name }, params }, scope);
  return (frame, run) => {
    const found = value(frame, run);
    if (found === undefined) throw missingAttribute(name);
    run.write(found);
  };
}

/** `{{"first name"}}` and `{{12}}` are names too. */
function attribute(path: hbs.AST.Expression, name: string, scope: Scope): Expression {
  if (path.type === "SubExpression" || path.type === "PathExpression") return compileExpression(path, scope);
  const literal = { ...path, type: "PathExpression", data: false, depth: 0, parts: [name], original: name };
  return compileExpression(literal, scope);
}

function compileBlock(statement: hbs.AST.BlockStatement, scope: Scope): Writer {
  const { path, params, program, inverse } = statement;
  const block = (of: hbs.AST.Expression): Block => ({
    of: compileExpression(of, scope),
    body: compileProgram(program, namesOf(program, scope)),
    otherwise: compileProgram(inverse, scope),
    names: program?.blockParams ?? [],
  });
  const helper = blockNamed(path.original);
  if (helper === undefined) {
    if (params.length > 0) throw new TemplateFault(`There is no helper '${path.original}'.`);
    return plainBlock(block(path));
  }
  const [of, ...others] = params;
  if (of === undefined || others.length > 0) throw new TemplateFault(`'${path.original}' takes one value.`);
  return helper(block(of));
}

function compileInline({ path, params, program }: hbs.AST.DecoratorBlock, scope: Scope): [string, Writer] {
  const name = params[0] as hbs.AST.StringLiteral | undefined;
  if (path.original !== "inline" || name?.type !== "StringLiteral") {
    throw new TemplateFault('An inline partial begins with {{#*inline "name"}}.');
  }
  const body = compileProgram(program, scope);
  return [name.value, body];
}

/** Whether a template does nothing but fill in attributes: all that SES allows where it is not stored. */
export function onlySubstitutes({ body }: Program): boolean {
  return body.every((statement) => {
    if (statement.type !== "MustacheStatement") return /^(Content|Comment)Statement$/.test(statement.type);
    const { path, params, hash } = statement as hbs.AST.MustacheStatement;
    return path.type !== "SubExpression" && params.length === 0 && hash === undefined;
  });
}
