export { DomainChecks } from "./domain-checks.ts";
