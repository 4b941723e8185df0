/** About one mailbox (RFC 3463 §3.3), a connection that was idle, or one message's recipients. */
const aboutSomethingElse = /^4\d\d[ -]4\.(?:2\.\d|4\.2|5\.3)\b|gr[ea]y[ -]?list|too many recipients/i;

/** What providers say, as seen. */
const words =
  /\brates?\b|throttl|too (?:many|much|fast|frequent|busy)|\b(?:volume|frequency|concurrent|unusual|exceed\w*)\b|slow(?:er)? down|overload|temporarily deferred/i;

/** Whether a server says that it is sent more than it takes of us now: too much for a while, not too much for a mailbox. */
export function isAboutRate(reply: string): boolean {
  if (!reply.startsWith("4") || aboutSomethingElse.test(reply)) return false;
  // RFC 5321 §4.2.1: with 421 the server ends the connection, whatever was asked.
  return reply.startsWith("421") || words.test(reply);
}
