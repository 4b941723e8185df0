import { CallerError } from "#platform/errors.ts";
import type { TemplateContent } from "./template.ts";

/** SES's bound for all parts together. */
const largestContentBytes = 500 * 1024;

/** Throws `invalid-template` for a template without any part, or too large. */
export function checkContent({ subject, text, html }: TemplateContent): void {
  const parts = [subject, text, html].filter((part) => part !== undefined && part !== "");
  if (parts.length === 0) throw refused("At least one of Subject, Text and Html must be specified.");
  const bytes = parts.reduce((sum, part = "") => sum + Buffer.byteLength(part), 0);
  if (bytes > largestContentBytes) throw refused("The template must not be larger than 500 KB.");
}

export function refused(message: string): CallerError {
  return new CallerError("invalid-template", message, [{ path: "TemplateContent", message }]);
}
