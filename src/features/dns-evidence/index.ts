export type {
  Diagnosis,
  ErrorType,
  Evidence,
  SeenRecord,
  ServerEvidence,
  SpfAdvice,
  Verdict,
} from "./evidence.ts";
export type { DkimCname, DkimTxt, Expectation, MailFrom } from "./expectation.ts";
export { expectedType, expectedValue } from "./expectation.ts";
export type { DnsInspector, DnsInspectorOptions } from "./inspector.ts";
export { createDnsInspector } from "./inspector.ts";
export type { SigningZone } from "./key-behind.ts";
