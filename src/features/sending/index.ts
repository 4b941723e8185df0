export type { EventSink, RaisedEvent } from "./collaborators.ts";
export type { EventMailObject } from "./event-mail.ts";
export { remembered } from "./remembered.ts";
export { Resending } from "./resending.ts";
export { Samples } from "./samples.ts";
export type {
  Additions,
  Attachment,
  Destination,
  MessageTag,
  SendContent,
  SendingCaller,
  SendRequest,
  TemplateChoice,
} from "./send-request.ts";
export { findSender } from "./senders.ts";
export { Sending } from "./sending.ts";
export { type MessageFilter, SentMessages } from "./sent-messages.ts";
export { Signers } from "./signers.ts";
