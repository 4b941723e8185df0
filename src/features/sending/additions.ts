import { CallerError } from "#platform/errors.ts";
import { repeatedField } from "./once-only-fields.ts";
import { checkFiles } from "./refused-files.ts";
import type { Additions } from "./send-request.ts";

/** Fields that are made of the call's other members, or by the service. SES lists them. */
const reserved = new Set([
  "bcc",
  "cc",
  "content-disposition",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "reply-to",
  "return-path",
  "subject",
  "to",
]);

/** SES: name and value together. */
const longestHeader = 996;

/** Header fields and attachments that a caller may add. Throws `bad-request`. */
export function checkAdditions({ headers, attachments }: Additions): void {
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (lower === "") throw refusal("The header name must be specified.");
    if (reserved.has(lower)) throw refusal(`The header '${name}' is set by the service and cannot be given.`);
    if (name.length + value.length > longestHeader) {
      throw refusal(`The header '${name}' is longer than ${longestHeader} characters.`);
    }
  }
  const repeated = repeatedField(headers);
  if (repeated !== undefined) throw refusal(`Duplicate header '${repeated}'.`);
  checkFiles(attachments.map(({ fileName }) => fileName));
}

function refusal(message: string): CallerError {
  return new CallerError("bad-request", message);
}
