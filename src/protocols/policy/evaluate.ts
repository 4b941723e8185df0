import { conditionsHold, type PolicyContext } from "./conditions.ts";
import { matchesGlob } from "./glob.ts";
import { isRecord, listOf, NotUnderstood, type Statement, textsIn } from "./statement.ts";

/** Who wants to do what with which resource. */
export interface PolicyRequest {
  readonly principal: { readonly account: string; readonly arn: string };
  /** `ses:SendEmail` */
  readonly action: string;
  readonly resource: string;
  readonly context: PolicyContext;
}

/** `none`: no statement applies. */
export type Decision = "allow" | "deny" | "none";

/**
 * Evaluates resource policies as IAM does (its evaluation logic, for one kind of policy): a statement that denies wins over any that allows.
 * A statement that cannot be understood allows nothing; if it denies, it denies.
 */
export function evaluatePolicies(documents: readonly string[], request: PolicyRequest): Decision {
  let decision: Decision = "none";
  for (const statement of documents.flatMap(statementsOf)) {
    const effect = effectOf(statement, request);
    if (effect === "deny") return "deny";
    if (effect === "allow") decision = "allow";
  }
  return decision;
}

function statementsOf(document: string): Statement[] {
  const parsed: unknown = JSON.parse(document);
  const statements = isRecord(parsed) ? parsed["Statement"] : undefined;
  return listOf(statements).filter(isRecord);
}

function effectOf(statement: Statement, request: PolicyRequest): Decision {
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return "none";
  const decision = effect === "Allow" ? "allow" : "deny";
  try {
    return applies(statement, request) ? decision : "none";
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return effect === "Deny" ? "deny" : "none";
  }
}

function applies(statement: Statement, { principal, action, resource, context }: PolicyRequest): boolean {
  return (
    principalMatches(statement, principal) &&
    either(statement, "Action", (pattern) => matchesGlob(action.toLowerCase(), pattern.toLowerCase())) &&
    either(statement, "Resource", (pattern) => matchesGlob(resource, pattern)) &&
    conditionsHold(statement["Condition"], context)
  );
}

/** A member, or the one that says everything else is meant: `Action` or `NotAction`. */
function either(statement: Statement, name: string, matches: (pattern: string) => boolean): boolean {
  const not = statement[`Not${name}`];
  if (not !== undefined) return !textsIn(not).some(matches);
  return textsIn(statement[name]).some(matches);
}

function principalMatches(statement: Statement, principal: PolicyRequest["principal"]): boolean {
  const not = statement["NotPrincipal"];
  if (not === undefined) return isAmong(statement["Principal"], principal);
  if (isRecord(not) && not["AWS"] === undefined) throw new NotUnderstood("NotPrincipal");
  return !isAmong(not, principal);
}

function isAmong(written: unknown, { account, arn }: PolicyRequest["principal"]): boolean {
  if (written === "*") return true;
  if (!isRecord(written)) throw new NotUnderstood("Principal");
  return textsIn(written["AWS"]).some(
    (one) => one === "*" || one === account || one === `arn:aws:iam::${account}:root` || one === arn,
  );
}
