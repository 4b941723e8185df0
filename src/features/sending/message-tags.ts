import { badRequest, type CallerError } from "#platform/errors.ts";
import type { MessageTag } from "./send-request.ts";

const longest = 255;
const nameForm = /^[A-Za-z0-9_-]+$/;
const valueForm = /^[A-Za-z0-9_.@-]+$/;

/** Throws `bad-request` in SES's words. */
export function checkTags(tags: readonly MessageTag[]): void {
  for (const { name, value } of tags) {
    if (name === "") throw refusal("The tag name must be specified.");
    if (value === "") throw refusal("The tag value must be specified.");
    if (name.length > longest) throw refusal("Tag name cannot exceed 255 characters.");
    if (value.length > longest) throw refusal("Tag value cannot exceed 255 characters.");
    if (!nameForm.test(name)) {
      throw refusal(`Invalid tag name <${name}>: only alphanumeric ASCII characters, '_',  '-' are allowed.`);
    }
    if (!valueForm.test(value)) {
      throw refusal(
        `Invalid tag value <${value}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.`,
      );
    }
  }
}

/** Reads `X-SES-MESSAGE-TAGS: name1=value1, name2=value2`. Throws `bad-request`. */
export function readTagsField(value: string): MessageTag[] {
  const tags = value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const equals = part.indexOf("=");
      return equals === -1
        ? { name: part, value: "" }
        : { name: part.slice(0, equals).trim(), value: part.slice(equals + 1).trim() };
    });
  checkTags(tags);
  return tags;
}

function refusal(message: string): CallerError {
  return badRequest("EmailTags", message);
}
