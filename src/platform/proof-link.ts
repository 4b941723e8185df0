/** The path of a link that proves whose mailbox it was mailed to; a token follows. */
export const proofPath = "/verify/";

/** As much of one as would be of use: a line may end in it. */
const token = /(verify(?:\/|%2f))[\w-]{20,}/gi;

/**
 * What a stranger says of a message, who may repeat the link in it that he does not like: its sender, who is told this, is not to prove
 * another's mailbox with it.
 */
export function withoutProofs(text: string): string {
  return text.replaceAll(token, "$1***");
}
