import { shortened } from "#protocols/mime/shortened.ts";

const namespace = "urn:ietf:params:acme:error:";
const longestDetail = 400;
const mostSubproblems = 5;

/** Why an authority could not be asked, or what it said instead of doing what it was asked (RFC 7807, RFC 8555 §6.7). */
export class AcmeFailure extends Error {
  override readonly name = "AcmeFailure";
  /** Such as `rateLimited`; undefined: there was no answer, or none that can be read. */
  readonly type: string | undefined;
  /** When it may be asked again, as the authority says it. */
  readonly retryAt: number | undefined;

  constructor(
    message: string,
    { type, retryAt }: { readonly type?: string; readonly retryAt?: number } = {},
  ) {
    super(message);
    this.type = type;
    this.retryAt = retryAt;
  }
}

interface Problem {
  /** Without the namespace of ACME's own. */
  readonly type: string;
  readonly detail: string;
}

/** A problem document in words; undefined for what is none. Whatever stands in it is a stranger's. */
export function readProblem(document: unknown): Problem | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const { type, detail, subproblems } = document as Record<string, unknown>;
  if (typeof type !== "string" || type === "") return undefined;
  const about = Array.isArray(subproblems) ? subproblems.slice(0, mostSubproblems).map(readSubproblem) : [];
  const words = [typeof detail === "string" ? detail : type, ...about]
    .filter((part) => part !== "")
    .join(" ");
  return { type: oneLine(type.replace(namespace, "")), detail: oneLine(words) };
}

function readSubproblem(document: unknown): string {
  const problem = readProblem(document);
  if (problem === undefined) return "";
  const { identifier } = document as { readonly identifier?: { readonly value?: unknown } | null };
  return typeof identifier?.value === "string" ? `${identifier.value}: ${problem.detail}` : problem.detail;
}

function oneLine(text: string): string {
  return shortened(text, longestDetail)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .trim();
}
