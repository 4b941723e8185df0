export { DomainChecks } from "./domain-checks.ts";
export { type FoundRecord, foundRecord } from "./found-records.ts";
