import type { Got, GuardedRequest } from "#protocols/http/guarded-request.ts";
import { AcmeFailure, readProblem } from "./problem.ts";
import { retryAt } from "./retry-after.ts";

/** How authorities are asked. */
export type Ask = (url: string, request: GuardedRequest) => Promise<Got>;

export type Answer = Extract<Got, { kind: "answered" }>;

/** RFC 8555 §6.1. */
const userAgent = "Signet";

export function requestOf(method: "GET" | "POST", body = "", accept = "application/json"): GuardedRequest {
  const type = method === "POST" ? { "content-type": "application/jose+json" } : {};
  return { method, headers: { ...type, accept, "user-agent": userAgent }, body };
}

/** @throws AcmeFailure where nobody answered. */
export function answered(got: Got, url: string): Answer {
  if (got.kind === "answered") return got;
  throw new AcmeFailure(`${URL.parse(url)?.host} could not be asked: ${got.reason}`);
}

/** @throws AcmeFailure */
export function documentIn(answer: Answer): unknown {
  const document = answer.isWhole ? parsed(answer) : undefined;
  if (document !== undefined) return document;
  throw new AcmeFailure("The authority's answer is no JSON, or longer than any answer is.");
}

/** What is at a URL that everybody may ask for. @throws AcmeFailure */
export async function openDocument(
  url: string,
  { ask, now }: { readonly ask: Ask; readonly now: () => number },
): Promise<unknown> {
  const answer = answered(await ask(url, requestOf("GET")), url);
  if (answer.status !== 200) throw failureOf(answer, now());
  return documentIn(answer);
}

export function failureOf(answer: Answer, now: number): AcmeFailure {
  const problem = /\bjson$/.test(answer.mediaType) ? readProblem(parsed(answer)) : undefined;
  const at = retryAt(answer.headers["retry-after"], now);
  return new AcmeFailure(problem?.detail ?? `The authority answered ${answer.status}.`, {
    ...(problem && { type: problem.type }),
    ...(at !== undefined && { retryAt: at }),
  });
}

function parsed({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
