import ipaddr from "ipaddr.js";
import { matchesArn, matchesGlob } from "./glob.ts";

/** What is known of a request, by condition key. */
export type PolicyContext = Readonly<Record<string, string | readonly string[]>>;

type Test = (actual: string, expected: string) => boolean;

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringNotEquals: (actual, expected) => actual !== expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringNotEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() !== expected.toLowerCase(),
  StringLike: (actual, expected) => matchesGlob(actual, expected),
  StringNotLike: (actual, expected) => !matchesGlob(actual, expected),
  ArnEquals: (actual, expected) => matchesArn(actual, expected),
  ArnNotEquals: (actual, expected) => !matchesArn(actual, expected),
  ArnLike: (actual, expected) => matchesArn(actual, expected),
  ArnNotLike: (actual, expected) => !matchesArn(actual, expected),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  NumericNotEquals: (actual, expected) => Number(actual) !== Number(expected),
  NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
  NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
  NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
  DateEquals: (actual, expected) => timeOf(actual) === timeOf(expected),
  DateNotEquals: (actual, expected) => timeOf(actual) !== timeOf(expected),
  DateLessThan: (actual, expected) => timeOf(actual) < timeOf(expected),
  DateLessThanEquals: (actual, expected) => timeOf(actual) <= timeOf(expected),
  DateGreaterThan: (actual, expected) => timeOf(actual) > timeOf(expected),
  DateGreaterThanEquals: (actual, expected) => timeOf(actual) >= timeOf(expected),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  IpAddress: isInNetwork,
  NotIpAddress: (actual, expected) => !isInNetwork(actual, expected),
};

/** The operators that say what must not be: every one of the values given counts, not any. */
const negative = /Not/;

/**
 * Whether a statement's conditions all hold. Throws `UnknownOperator` for one that is not known: what cannot be checked must not be
 * taken for met.
 */
export function conditionsHold(conditions: unknown, context: PolicyContext): boolean {
  if (conditions === undefined) return true;
  return entries(conditions).every(([operator, keys]) =>
    entries(keys).every(([key, values]) => holds(operator, valueOf(context, key), valuesOf(values))),
  );
}

export class UnknownOperator extends Error {
  override readonly name = "UnknownOperator";
}

function holds(written: string, actual: readonly string[] | undefined, expected: readonly string[]): boolean {
  const [, quantifier, operator = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  if (operator === "Null") return expected.every((value) => (actual === undefined) === (value === "true"));
  const test = tests[operator];
  if (test === undefined) throw new UnknownOperator(`The condition operator ${written} is not known.`);
  const isNegative = negative.test(operator);
  if (actual === undefined || actual.length === 0) {
    return (
      quantifier === "ForAllValues" || ifExists !== undefined || (isNegative && quantifier === undefined)
    );
  }
  const meets = (value: string): boolean =>
    isNegative ? expected.every((one) => test(value, one)) : expected.some((one) => test(value, one));
  return quantifier === "ForAnyValue" || quantifier === undefined ? actual.some(meets) : actual.every(meets);
}

/** Condition keys are compared without regard to case. */
function valueOf(context: PolicyContext, key: string): readonly string[] | undefined {
  const lower = key.toLowerCase();
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === lower)?.[1];
  return typeof found === "string" ? [found] : found;
}

function valuesOf(values: unknown): readonly string[] {
  return (Array.isArray(values) ? values : [values]).map(String);
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Both ISO 8601 and seconds since 1970 are in use. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

function isInNetwork(actual: string, expected: string): boolean {
  try {
    const address = ipaddr.process(actual);
    const [network, bits] = expected.includes("/")
      ? ipaddr.parseCIDR(expected)
      : [ipaddr.process(expected), undefined];
    if (address.kind() !== network.kind()) return false;
    return address.match(network, bits ?? (network.kind() === "ipv4" ? 32 : 128));
  } catch {
    return false;
  }
}
