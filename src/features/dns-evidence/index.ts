export { type Evidence, legible } from "./evidence.ts";
export type { DkimCname, DkimTxt, Expectation, MailFrom } from "./expectation.ts";

export type { DnsInspector, DnsInspectorOptions } from "./inspector.ts";
export { createDnsInspector } from "./inspector.ts";
export { looksLikeKey } from "./key-finding.ts";
