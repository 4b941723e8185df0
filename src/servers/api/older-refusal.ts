import { CallerError, type Problem } from "#platform/errors.ts";

/** A refusal that the older API has a name of its own for. */
export class OlderRefusal extends CallerError {
  readonly code: string;

  constructor(code: string, { problem, message, details }: CallerError) {
    super(problem, message, details);
    this.code = code;
  }
}

/** What the older API calls the problems of a call, where that is not what it calls them elsewhere. */
export type OlderCodes = Readonly<Partial<Record<Problem, string>>>;

/** Does it; what is refused is refused under the older API's names. */
export async function refusedAs<Result>(codes: OlderCodes, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof CallerError ? codes[error.problem] : undefined;
    if (code === undefined) throw error;
    throw new OlderRefusal(code, error as CallerError);
  }
}
