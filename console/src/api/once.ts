import { ApiFailure } from "./failure.ts";

/** The keys of calls of which it is not known whether they were done. */
const open = new Map<string, string>();

/**
 * A call that must not be done twice: what is asked for again after the connection was lost goes under the same key, and
 * the service does it once.
 */
export async function once<Output>(
  what: unknown,
  ask: (idempotencyKey: string) => Promise<Output>,
): Promise<Output> {
  const content = JSON.stringify(what);
  const key = open.get(content) ?? newKey();
  open.set(content, key);
  try {
    const output = await ask(key);
    open.delete(content);
    return output;
  } catch (error) {
    const isKnown = error instanceof ApiFailure && error.status >= 400 && error.status < 500;
    if (isKnown) open.delete(content);
    throw error;
  }
}

/** `crypto.randomUUID` is not there for pages that came over http from another machine. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) =>
    octet.toString(16).padStart(2, "0"),
  ).join("");
}
