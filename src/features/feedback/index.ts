export { Feedback, type FeedbackParts } from "./feedback.ts";
export { FeedbackLoop } from "./feedback-loop.ts";
export { ReturnedMail } from "./returned-mail.ts";
export { FeedbackStore } from "./store.ts";
