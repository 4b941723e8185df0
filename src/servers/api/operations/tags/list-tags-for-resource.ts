import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "./tag-list.ts";

export function listTagsForResource({
  tags,
}: Pick<Services, "tags">): OperationHandler<"ListTagsForResource"> {
  return async ({ ResourceArn }, { owner }) => ({ Tags: writeTags(await tags.list(owner, ResourceArn)) });
}
