import type { ListManagement } from "./send-request.ts";

/** Reads `X-SES-LIST-MANAGEMENT-OPTIONS: {contactListName}; topic={topicName}`. */
export function readListField(value: string): ListManagement {
  const [list = "", ...parameters] = value.split(";").map((part) => part.trim());
  const topic = parameters.find((parameter) => /^topic\s*=/i.test(parameter));
  return { list, topic: topic?.slice(topic.indexOf("=") + 1).trim() };
}
