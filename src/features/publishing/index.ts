export { ConfiguredAudiences } from "./audiences.ts";
export { AwsTeller } from "./aws-teller.ts";
export { Publisher } from "./publisher.ts";
