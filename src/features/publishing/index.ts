export { ConfiguredAudiences } from "./audiences.ts";
export { Publisher } from "./publisher.ts";
