import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "./tag-list.ts";

export function tagResource({ tags }: Pick<Services, "tags">): OperationHandler<"TagResource"> {
  return async ({ ResourceArn, Tags }, { owner }) => {
    await tags.tag(owner, ResourceArn, readTags(Tags));
    return {};
  };
}
