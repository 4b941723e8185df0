export { type AttachedFile, attachmentAt } from "./attachment.ts";
export { parseMessage, readSummary } from "./parsed-message.ts";
export { renderMessage } from "./rendered-message.ts";
