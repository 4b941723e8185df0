import type { PageRequest } from "#platform/paging.ts";
import type { OlderInput } from "#servers/api/wire/index.ts";

const called = { size: "MaxItems", token: "NextToken" };

/** An empty token asks for the first page, as none does. */
export function pageOf({ MaxItems, NextToken }: OlderInput<"ListTemplates">): PageRequest {
  return { size: MaxItems, token: NextToken === "" ? undefined : NextToken, called };
}
