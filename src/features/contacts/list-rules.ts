import { CallerError } from "#platform/errors.ts";
import type { Topic } from "./contact.ts";

/** SES's limits and words. */
const longestName = 64;
const longestDescription = 500;
const mostTopics = 20;
const nameForm = /^[A-Za-z0-9_-]+$/;

export function checkList(list: {
  readonly name: string;
  readonly description: string | undefined;
  readonly topics: readonly Topic[];
}): void {
  checkName("ContactListName", list.name);
  checkDescription(list.description);
  if (list.topics.length > mostTopics) {
    throw refusal("Topics", `Maximum of <${mostTopics}> topics allowed per ContactList`);
  }
  const seen = new Set<string>();
  for (const { name, description } of list.topics) {
    checkName("TopicName", name);
    checkDescription(description);
    if (seen.has(name)) throw refusal("Topics", `Duplicate topic: ${name}.`);
    seen.add(name);
  }
}

function checkName(what: "ContactListName" | "TopicName", name: string): void {
  if (name.length <= longestName && nameForm.test(name)) return;
  throw refusal(
    what,
    `${what} can contain up to ${longestName} characters. Only alphanumeric characters, underscores(_) and hyphens(-) are allowed.`,
  );
}

function checkDescription(description: string | undefined): void {
  if (description === undefined || description.length <= longestDescription) return;
  throw refusal("Description", `Description can contain up to ${longestDescription} characters.`);
}

export function refusal(path: string, message: string): CallerError {
  return new CallerError("bad-request", message, [{ path, message }]);
}
