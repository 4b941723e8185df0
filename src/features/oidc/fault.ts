import { Unreachable } from "./fetch-through.ts";

export interface Fault {
  readonly problem: "wrong-credentials" | "unavailable";
  readonly message: string;
  /** For the operator. */
  readonly reason: string;
}

/** What kept a person from being signed in: in words for them, and in words for the operator. */
export function faultOf(error: unknown, providerName: string): Fault {
  const causes = causesOf(error);
  // Of what is around it the client only says that something went wrong.
  const unreachable = causes.find((cause) => cause instanceof Unreachable);
  if (unreachable !== undefined) {
    const message = `${providerName} cannot be asked at the moment. Please try again.`;
    return { problem: "unavailable", message, reason: inWords(unreachable) };
  }
  const reason = causes.map(inWords).join(": ");
  const problem = "wrong-credentials";
  switch (causes.flatMap((cause) => ("error" in cause ? [cause.error] : [])).at(0)) {
    case "access_denied":
      return { problem, message: `${providerName} says that you may not sign in here.`, reason };
    case "invalid_grant":
      return { problem, message: "This sign-in took too long, or is over. Begin it again.", reason };
    default:
      return { problem, message: `Signing in with ${providerName} failed; Signet's log says why.`, reason };
  }
}

/** With what the provider says of it (RFC 6749 §5.2), but for the addresses of people. */
function inWords(error: Error): string {
  const said = ["error", "error_description"].flatMap((name) =>
    name in error ? [String((error as unknown as Record<string, unknown>)[name])] : [],
  );
  return (
    [error.message, ...said]
      .join(", ")
      // Word by word: to look for an address from each letter on would take hours of what a stranger may send.
      .replaceAll(/[^\s"'<>]+/g, (word) => (word.includes("@") ? "…" : word))
      .slice(0, 500)
  );
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 10; cause = cause.cause)
    causes.push(cause);
  return causes;
}
