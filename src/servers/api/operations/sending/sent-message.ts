import { withResource } from "#servers/api/dialects/resource.ts";

/** What SendEmail answers: in the plain dialect the message is the resource. */
export function sentMessage({ messageId, sentAt }: { messageId: string; sentAt: number }) {
  return withResource({ MessageId: messageId }, { id: messageId, createdAt: sentAt });
}
