import type { PageRequest } from "#platform/paging.ts";
import type { OlderInput } from "#servers/api/wire/index.ts";

const called = { size: "MaxItems", token: "NextToken" };

export function pageOf({ MaxItems, NextToken }: OlderInput<"ListTemplates">): PageRequest {
  return { size: MaxItems, token: NextToken, called };
}
