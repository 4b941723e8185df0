/** What an authority says instead of doing what it was asked (RFC 8555 §6.7). */
export interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly status?: number;
  readonly retryAfter?: string;
}

export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export function documentOf({ type, detail }: Problem): object {
  return { type: `urn:ietf:params:acme:error:${type}`, detail };
}
