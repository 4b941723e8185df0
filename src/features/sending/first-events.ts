import type { RaisedEvent } from "./collaborators.ts";
import type { Letter } from "./letter.ts";
import { isTestVirus } from "./test-virus.ts";

/** The event that says that a message was accepted. */
export function sendEvent({ recipients }: Letter, at: number): RaisedEvent {
  return { type: "Send", at, detail: {}, recipients: recipients.length };
}

/** SES accepts what carries a virus, and does not send it. Here the test virus is the only one known. */
export function rejectionOf(
  letter: Letter,
  content: Uint8Array,
  at: number,
): readonly RaisedEvent[] | undefined {
  const attachments = letter.content.kind === "raw" ? [] : letter.content.attachments;
  const isInfected = isTestVirus(content) || attachments.some((one) => isTestVirus(one.content));
  return isInfected ? [{ type: "Reject", at, detail: { reason: "Bad content" } }] : undefined;
}
