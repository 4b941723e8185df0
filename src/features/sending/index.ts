export type { EventSink, RaisedEvent } from "./collaborators.ts";
export type { EventMailObject } from "./event-mail.ts";
export { remembered } from "./remembered.ts";
export { Resending } from "./resending.ts";
export { Samples } from "./samples.ts";
export {
  type Additions,
  type Attachment,
  type Destination,
  type MessageTag,
  provingOperation,
  type SendContent,
  type SendingCaller,
  type SendRequest,
  type TemplateChoice,
} from "./send-request.ts";
export { findSender } from "./senders.ts";
export { Sending } from "./sending.ts";
export type { Sent } from "./sent.ts";
export { type MessageFilter, SentMessages } from "./sent-messages.ts";
export { Signers } from "./signers.ts";
