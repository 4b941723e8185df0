import { CallerError } from "#platform/errors.ts";

/** There is something in this place, and other ways to ask for it. */
export class MethodNotAllowed extends CallerError {
  readonly allowed: readonly string[];

  constructor(method: string, allowed: readonly string[]) {
    super("method-not-allowed", `${method} is not allowed here. Allowed: ${allowed.join(", ")}.`);
    this.allowed = allowed;
  }
}
