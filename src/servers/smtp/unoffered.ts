import { Refusal } from "./refusal.ts";

/** A secret kept on the whole way (RFC 8689), a message held back (RFC 4865), one delivered in time or not at all (RFC 2852), and letters beyond ASCII. */
const binding = ["SMTPUTF8", "REQUIRETLS", "HOLDFOR", "HOLDUNTIL", "BY"];

/**
 * Of parameters that nobody was offered, one that a message must not be taken with as if it were heeded (RFC 5321 §4.1.1.11). Others, such
 * as what reports the sender would like, are passed over: some clients say them without being asked.
 */
export function refusedParameter(args: object | false): Refusal | undefined {
  const found = binding.find((name) => args && name in args);
  return found === undefined ? undefined : new Refusal(555, `${found} is not supported`);
}
