export { Feedback } from "./feedback.ts";
export { ReturnedMail } from "./returned-mail.ts";
export { FeedbackStore } from "./store.ts";
