export { NotificationKey } from "./signing-key.ts";
export { TopicStore } from "./store.ts";
export { type Post, Topics } from "./topics.ts";
