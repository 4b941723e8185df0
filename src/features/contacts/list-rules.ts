import { badRequest } from "#platform/errors.ts";
import type { Topic } from "./contact.ts";

/** SES's limits and words. */
const longestName = 64;
const longestDisplayName = 128;
const longestDescription = 500;
const mostTopics = 20;
const nameForm = /^[A-Za-z0-9_-]+$/;

export function checkList({
  name,
  description,
  topics,
}: {
  readonly name: string;
  readonly description: string | undefined;
  readonly topics: readonly Topic[];
}): void {
  checkName("ContactListName", name);
  if (topics.length > mostTopics) {
    throw badRequest("Topics", `Maximum of <${mostTopics}> topics allowed per ContactList`);
  }
  for (const topic of topics) checkTopic(topic);
  if (new Set(topics.map((topic) => topic.name)).size < topics.length) {
    throw badRequest("Topics", "Duplicate topic names are not allowed within a List.");
  }
  checkDescription("List", description);
}

function checkTopic({ name, displayName, description }: Topic): void {
  checkName("TopicName", name);
  if (displayName.length > longestDisplayName) {
    throw badRequest(
      "DisplayName",
      `Topic DisplayName can contain up to <${longestDisplayName}> characters.`,
    );
  }
  checkDescription("Topic", description);
}

function checkName(what: "ContactListName" | "TopicName", name: string): void {
  if (name.trim() === "") throw badRequest(what, `${what} can't be blank.`);
  if (name.length <= longestName && nameForm.test(name)) return;
  throw badRequest(
    what,
    `${what} can contain up to ${longestName} characters. Only alphanumeric characters, underscores(_) and hyphens(-) are allowed.`,
  );
}

function checkDescription(of: "List" | "Topic", description: string | undefined): void {
  if (description === undefined || description.length <= longestDescription) return;
  throw badRequest("Description", `${of} description can contain up to ${longestDescription} characters.`);
}
