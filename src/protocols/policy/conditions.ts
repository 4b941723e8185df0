import ipaddr from "ipaddr.js";
import { matchesArn, matchesGlob } from "./glob.ts";
import { isRecord, NotUnderstood, textsIn } from "./statement.ts";

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

/** Of an expected value that cannot be read nothing holds, and of what must not be, everything: so it is refused. */
const forms: readonly (readonly [operators: RegExp, isReadable: (value: string) => boolean])[] = [
  [/^Numeric/, (value) => /\d/.test(value) && !Number.isNaN(Number(value))],
  [/^Date/, (value) => !Number.isNaN(timeOf(value))],
  [/^(?:Bool|Null)$/, (value) => /^(?:true|false)$/i.test(value)],
  [/IpAddress$/, (value) => networkOf(value) !== undefined],
];

/** Whether a statement's conditions all hold. Throws `NotUnderstood`: what cannot be checked must not be taken for met. */
export function conditionsHold(conditions: unknown, context: PolicyContext): boolean {
  if (conditions === undefined) return true;
  return entries(conditions).every(([operator, keys]) =>
    entries(keys).every(([key, values]) => holds(operator, valueOf(context, key), textsIn(values))),
  );
}

function holds(written: string, actual: readonly string[] | undefined, expected: readonly string[]): boolean {
  const [, quantifier, operator = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  for (const [operators, isReadable] of forms) {
    if (operators.test(operator) && !expected.every(isReadable)) throw new NotUnderstood(written);
  }
  if (operator === "Null") {
    return expected.every((value) => (actual === undefined) === (value.toLowerCase() === "true"));
  }
  const test = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  if (test === undefined) throw new NotUnderstood(written);
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

function entries(value: unknown): [string, unknown][] {
  if (!isRecord(value)) throw new NotUnderstood("Condition");
  return Object.entries(value);
}

/** Both ISO 8601 and seconds since 1970 are in use. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

function isInNetwork(actual: string, expected: string): boolean {
  const network = networkOf(expected);
  if (network === undefined || !ipaddr.isValid(actual)) return false;
  const address = ipaddr.process(actual);
  return address.kind() === network[0].kind() && address.match(network);
}

function networkOf(text: string): ReturnType<typeof ipaddr.parseCIDR> | undefined {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}
