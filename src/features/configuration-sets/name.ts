import { badRequest } from "#platform/errors.ts";

const longestName = 64;
const allowed = /^[A-Za-z0-9_-]+$/;

/** Throws `bad-request` in SES's words; the length is looked at before the characters. */
export function checkName(name: string): void {
  const fault = nameFault(name);
  if (fault === undefined) return;
  throw badRequest("ConfigurationSetName", fault);
}

export function isName(name: string): boolean {
  return nameFault(name) === undefined;
}

function nameFault(name: string): string | undefined {
  if (name === "") return "The configuration set name must be specified.";
  if (name.length > longestName) return `Configuration set name cannot exceed ${longestName} characters.`;
  if (allowed.test(name)) return undefined;
  return `Invalid configuration set name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`;
}
