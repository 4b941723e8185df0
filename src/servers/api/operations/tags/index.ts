import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { listTagsForResource } from "./list-tags-for-resource.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";

export function tagsOperations(services: Services) {
  return {
    ListTagsForResource: listTagsForResource(services),
    TagResource: tagResource(services),
    UntagResource: untagResource(services),
  } satisfies OperationHandlers;
}
