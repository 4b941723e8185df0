export type {
  EventSink,
  RaisedEvent,
  SendingAccount,
  Subscriptions,
  SuppressionList,
  TemplateRenderer,
} from "./collaborators.ts";
export { bounceDomain } from "./return-path.ts";
export type {
  Additions,
  Attachment,
  Destination,
  HeaderLine,
  ListManagement,
  MessageTag,
  SendContent,
  SendingCaller,
  SendRequest,
  TemplateChoice,
  Wording,
} from "./send-request.ts";
export { Sending } from "./sending.ts";
export { SentMessages } from "./sent-messages.ts";
export { Signers } from "./signers.ts";
