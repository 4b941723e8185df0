export { dnsRecordRoutes } from "./dns-records.ts";
export { identityProofRoutes } from "./identity-proof.ts";
export { inboxRoutes } from "./inbox.ts";
export { messageRoutes } from "./messages.ts";
export { overviewRoutes } from "./overview.ts";
export { type Installation, sessionRoutes } from "./session.ts";
export { streamRoutes } from "./stream.ts";
export { topicRoutes } from "./topics.ts";
export { webhookRoutes } from "./webhooks.ts";
